use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

const HOUR: Duration = Duration::from_secs(3600);

pub fn main() {
    let (jobs, queue) = mpsc::channel();
    for hours in [1, 1, 1, 3] {
        jobs.send(hours).unwrap();
    }
    drop(jobs);
    let queue = Mutex::new(queue);
    let start = Instant::now();
    thread::scope(|s| {
        for _worker in 0..2 {
            s.spawn(|| {
                loop {
                    let job = queue.lock().unwrap().recv();
                    let Ok(hours) = job else { break };
                    thread::sleep(hours * HOUR);
                }
            });
        }
    });
    println!("{}", start.elapsed().as_secs() / 3600);
}
