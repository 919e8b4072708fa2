use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// A free worker fetches a page, which takes a second.
fn submit(page: u32) -> Receiver<u32> {
    let (sender, result) = mpsc::channel();
    thread::spawn(move || {
        thread::sleep(Duration::from_secs(1));
        sender.send(page).unwrap();
    });
    result
}

pub fn main() {
    let start = Instant::now();
    let pages: Vec<u32> = (1..=2).map(|page| submit(page).recv().unwrap()).collect();
    println!("{pages:?} after {} s", start.elapsed().as_secs());
}
