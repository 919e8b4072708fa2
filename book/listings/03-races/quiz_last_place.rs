use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

const PLACES: u64 = 10;

pub fn main() {
    let taken = AtomicU64::new(9);
    let book = || {
        if taken.load(SeqCst) < PLACES {
            taken.fetch_add(1, SeqCst);
        }
    };
    thread::scope(|s| {
        s.spawn(book);
        s.spawn(book);
    });
    println!("{}", taken.load(SeqCst));
}
