use std::sync::Mutex;
use std::thread::{self, Builder};
use std::time::Duration;

fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) {
    let mut payer = from.lock().unwrap();
    thread::sleep(Duration::from_secs(1)); // until somebody approves
    let mut payee = to.lock().unwrap();
    *payer -= amount;
    *payee += amount;
}

pub fn main() {
    let ann = Mutex::new(100);
    let bob = Mutex::new(100);
    thread::scope(|s| {
        let named = |name: &str| Builder::new().name(name.to_string());
        let [there, back] = ["ann-pays-bob", "bob-pays-ann"].map(named);
        there.spawn_scoped(s, || transfer(&ann, &bob, 30)).unwrap();
        back.spawn_scoped(s, || transfer(&bob, &ann, 20)).unwrap();
    });
    println!("the night run is done");
}
