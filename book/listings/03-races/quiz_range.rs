use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let low = AtomicU64::new(1);
    let high = AtomicU64::new(2);
    thread::scope(|s| {
        s.spawn(|| {
            high.store(6, SeqCst);
            low.store(5, SeqCst);
        });
        let seen_low = low.load(SeqCst);
        let seen_high = high.load(SeqCst);
        println!("{seen_low} to {seen_high}");
    });
}
