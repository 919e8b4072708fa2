use std::sync::Mutex;
use std::thread;

// ANCHOR: transfer
fn transfer(from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) -> bool {
    for _ in 0..2 {
        let mut payer = from.lock().unwrap();
        if let Ok(mut payee) = to.try_lock() {
            *payer -= amount;
            *payee += amount;
            return true;
        }
        // Busy: lets go of `payer`, and starts anew.
    }
    false
}
// ANCHOR_END: transfer

pub fn main() {
    let ann = Mutex::new(100);
    let bob = Mutex::new(100);
    let done = thread::scope(|s| {
        let there = s.spawn(|| transfer(&ann, &bob, 30));
        let back = s.spawn(|| transfer(&bob, &ann, 20));
        [there, back].map(|thread| thread.join().unwrap())
    });
    match done.contains(&true) {
        true => println!("somebody has paid"),
        false => println!("two rounds, and nobody has paid"),
    }
}
