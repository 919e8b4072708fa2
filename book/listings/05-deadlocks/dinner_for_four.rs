use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

pub fn main() {
    let forks = [(); 4].map(Mutex::new);
    let start = Instant::now();
    thread::scope(|s| {
        for (low, high) in [(0, 1), (1, 2), (2, 3), (0, 3)] {
            let forks = &forks;
            s.spawn(move || {
                let _low = forks[low].lock().unwrap();
                let _high = forks[high].lock().unwrap();
                thread::sleep(Duration::from_hours(1)); // eats
            });
        }
    });
    println!("{} hours", start.elapsed().as_secs() / 3600);
}
