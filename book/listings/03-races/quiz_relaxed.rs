use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

pub fn main() {
    let visits = AtomicU64::new(0);
    thread::scope(|s| {
        s.spawn(|| visits.fetch_add(1, Relaxed));
        s.spawn(|| visits.fetch_add(1, Relaxed));
    });
    println!("{}", visits.load(Relaxed));
}
