use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (views, meet) = (AtomicU64::new(0), Barrier::new(2));
    thread::scope(|s| {
        s.spawn(|| {
            let seen = views.load(SeqCst);
            meet.wait();
            meet.wait();
            views.store(seen + 1, SeqCst);
        });
        s.spawn(|| {
            meet.wait();
            let seen = views.load(SeqCst);
            views.store(seen + 1, SeqCst);
            meet.wait();
        });
    });
    println!("views: {}", views.load(SeqCst));
}
