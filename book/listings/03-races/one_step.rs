use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let views = AtomicU64::new(0);
    let visit = || {
        views.fetch_add(1, SeqCst);
    };
    thread::scope(|s| {
        s.spawn(visit);
        s.spawn(visit);
    });
    println!("views: {}", views.load(SeqCst));
}
