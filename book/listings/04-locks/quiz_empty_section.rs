use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let open = AtomicBool::new(false);
    let door = (Mutex::new(()), Condvar::new());
    thread::scope(|s| {
        s.spawn(|| {
            let mut guard = door.0.lock().unwrap();
            while !open.load(SeqCst) {
                guard = door.1.wait(guard).unwrap();
            }
        });
        open.store(true, SeqCst);
        drop(door.0.lock().unwrap());
        door.1.notify_all();
    });
    println!("the guest is in");
}
