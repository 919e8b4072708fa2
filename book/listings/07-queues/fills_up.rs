use std::thread;
use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, Sender, bounded, unbounded};

type Page = Box<[u8; 10_000]>;

/// One thread reads pages as fast as it can, another one needs a millisecond for each. How many wait at most?
fn most_waiting((read, pages): (Sender<Page>, Receiver<Page>)) -> usize {
    thread::spawn(move || {
        let end = Instant::now() + Duration::from_millis(100);
        while Instant::now() < end {
            let _page = pages.recv();
            thread::sleep(Duration::from_millis(1));
        }
    });
    let mut most = 0;
    while read.send(Box::new([1; 10_000])).is_ok() {
        most = most.max(read.len());
    }
    most
}

pub fn main() {
    for (name, channel) in [("unbounded", unbounded()), ("bounded(10)", bounded(10))] {
        let most = most_waiting(channel);
        println!(
            "{name}: up to {most} pages wait, {:.1} MB",
            most as f64 / 100.0
        );
    }
}
