use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

pub fn main() {
    let start = Instant::now();
    let (sender, results) = mpsc::channel();
    for job in 1..=4 {
        let sender = sender.clone();
        thread::spawn(move || {
            thread::sleep(job * SECOND);
            let _ = sender.send(job);
        });
    }
    let mut ended = 0;
    while ended < 4 && results.recv_timeout(3 * SECOND / 2).is_ok() {
        ended += 1;
    }
    println!("{ended} jobs in {} s", start.elapsed().as_secs());
}
