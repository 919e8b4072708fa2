use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let visits = AtomicU64::new(0);
    let visit = || {
        let seen = visits.load(SeqCst);
        let _ = visits.compare_exchange(seen, seen + 1, SeqCst, SeqCst);
    };
    thread::scope(|s| {
        s.spawn(visit);
        s.spawn(visit);
    });
    println!("{}", visits.load(SeqCst));
}
