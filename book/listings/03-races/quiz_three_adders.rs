use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let n = AtomicU64::new(0);
    let add = || {
        let seen = n.load(SeqCst);
        n.store(seen + 1, SeqCst);
    };
    thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(add);
        }
    });
    println!("{}", n.load(SeqCst));
}
