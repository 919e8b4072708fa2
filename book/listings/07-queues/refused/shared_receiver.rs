use std::sync::mpsc;
use std::thread;

fn main() {
    let (place, orders) = mpsc::channel::<&str>();
    for _cook in 1..=2 {
        let orders = orders.clone();
        thread::spawn(move || orders.iter().count());
    }
    place.send("soup").unwrap();
}
