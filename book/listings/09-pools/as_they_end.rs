use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(1);

pub fn main() {
    let deadline = Instant::now() + 10 * SECOND;
    let (sender, ended) = mpsc::channel();
    let pages = [("tea", 12), ("coffee", 8), ("cocoa", 4)];
    for (place, (_, seconds)) in pages.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            thread::sleep(seconds * SECOND);
            let _ = sender.send((place, seconds));
        });
    }
    drop(sender);
    let mut missing = vec![true; pages.len()];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match ended.recv_timeout(left) {
            Ok((place, seconds)) => {
                missing[place] = false;
                println!("{} after {seconds} s", pages[place].0);
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    for (page, _) in pages.iter().zip(missing).filter(|(_, missing)| *missing) {
        println!("{} is late", page.0);
    }
}
