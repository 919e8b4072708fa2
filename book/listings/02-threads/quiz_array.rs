use std::thread;
use std::time::{Duration, Instant};

fn fetch(seconds: u64) -> u64 {
    thread::sleep(Duration::from_secs(seconds));
    seconds
}

pub fn main() {
    let start = Instant::now();
    let handles = [1, 2, 3].map(|n| thread::spawn(move || fetch(n)));
    let pages = handles.map(|handle| handle.join().unwrap());
    println!(
        "{} pages after {} s",
        pages.len(),
        start.elapsed().as_secs()
    );
}
