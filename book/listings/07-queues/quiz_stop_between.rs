use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver};
use std::thread;

/// Does jobs until it is to stop. Returns how many it did, and how many still wait.
fn work(queue: Receiver<&str>, stop: &AtomicBool) -> (usize, usize) {
    let mut done = 0;
    while let Ok(_job) = queue.recv() {
        if stop.load(SeqCst) {
            break;
        }
        done += 1;
    }
    (done, queue.try_iter().count())
}

pub fn main() {
    let stop = AtomicBool::new(false);
    let (jobs, queue) = mpsc::channel();
    jobs.send("tea").unwrap();
    jobs.send("cake").unwrap();
    drop(jobs);
    thread::scope(|s| {
        let worker = s.spawn(|| work(queue, &stop));
        stop.store(true, SeqCst);
        let (done, left) = worker.join().unwrap();
        println!("{done} done, {left} left");
    });
}
