use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};
use std::thread;

pub fn main() {
    let answer = AtomicU32::new(0);
    let ready = AtomicBool::new(false);
    thread::scope(|s| {
        s.spawn(|| {
            answer.store(42, Relaxed);
            ready.store(true, Relaxed);
        });
        if ready.load(Relaxed) {
            println!("ready, the answer is {}", answer.load(Relaxed));
        } else {
            println!("not ready");
        }
    });
}
