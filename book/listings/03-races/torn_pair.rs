use std::sync::atomic::{AtomicU16, Ordering::SeqCst};
use std::thread;

pub fn main() {
    let (host, port) = (AtomicU16::new(1), AtomicU16::new(1001));
    thread::scope(|s| {
        s.spawn(|| {
            host.store(2, SeqCst);
            port.store(1002, SeqCst);
        });
        println!("host {}, port {}", host.load(SeqCst), port.load(SeqCst));
    });
}
