use std::sync::Mutex;
use std::thread;

fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) {
    let mut payer = from.lock().unwrap();
    let mut payee = to.lock().unwrap();
    *payer -= amount;
    *payee += amount;
}

pub fn main() {
    let ann = Mutex::new(100);
    let bob = Mutex::new(100);
    thread::scope(|s| {
        s.spawn(|| transfer(&ann, &bob, 30));
        s.spawn(|| transfer(&bob, &ann, 20));
    });
    println!("Ann {}, Bob {}", ann.lock().unwrap(), bob.lock().unwrap());
}
