use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let orders = Mutex::new(Vec::new());
    let placed = Condvar::new();
    let cook = || {
        let mut waiting = orders.lock().unwrap();
        if waiting.is_empty() {
            waiting = placed.wait(waiting).unwrap();
        }
        waiting.pop()
    };
    let cooked = thread::scope(|s| {
        let cooks = [s.spawn(cook), s.spawn(cook)];
        for order in ["soup", "rice"] {
            orders.lock().unwrap().push(order);
            placed.notify_one();
        }
        cooks.map(|cook| cook.join().unwrap())
    });
    println!("{} of 2 orders cooked", cooked.iter().flatten().count());
}
