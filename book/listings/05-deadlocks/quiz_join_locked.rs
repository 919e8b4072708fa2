use std::sync::{Arc, Mutex};
use std::thread;

pub fn main() {
    let total = Arc::new(Mutex::new(0));
    let shared = Arc::clone(&total);
    let adder = thread::spawn(move || *shared.lock().unwrap() += 1);
    let mut mine = total.lock().unwrap();
    *mine += 1;
    adder.join().unwrap();
    println!("{mine}");
}
