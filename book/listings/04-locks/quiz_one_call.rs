use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let closed = Mutex::new(false);
    let changed = Condvar::new();
    let guest = || {
        let mut is_closed = closed.lock().unwrap();
        while !*is_closed {
            is_closed = changed.wait(is_closed).unwrap();
        }
    };
    thread::scope(|s| {
        s.spawn(guest);
        s.spawn(guest);
        *closed.lock().unwrap() = true;
        changed.notify_one();
    });
    println!("all have left");
}
