use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let ready = Mutex::new(false);
    let changed = Condvar::new();
    thread::scope(|s| {
        s.spawn(|| {
            let guard = ready.lock().unwrap();
            // Python: changed.wait_for(lambda: ready)
            let _guard = changed.wait_while(guard, |ready| *ready).unwrap();
        });
        *ready.lock().unwrap() = true;
        changed.notify_all();
    });
    println!("served");
}
