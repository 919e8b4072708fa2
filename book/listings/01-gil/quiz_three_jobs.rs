use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

const MILLIS: Duration = Duration::from_millis(1);

/// Computes for 10 ms with the key in hand, then waits for 20 ms without it.
fn job(key: &Mutex<()>) {
    let held = key.lock().unwrap();
    thread::sleep(10 * MILLIS);
    drop(held);
    thread::sleep(20 * MILLIS);
}

pub fn main() {
    let key = Mutex::new(());
    let start = Instant::now();
    thread::scope(|s| {
        for _ in 0..3 {
            s.spawn(|| job(&key));
        }
    });
    println!("{} ms", start.elapsed().as_millis());
}
