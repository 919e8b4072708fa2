use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

type Job = Box<dyn FnOnce() + Send>;

fn work(queue: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap().recv(); // the guard ends here
        match job {
            Ok(job) => job(),
            Err(_) => return, // no job, and no sender any more
        }
    }
}

pub fn main() {
    let start = Instant::now();
    let (jobs, queue) = mpsc::channel::<Job>();
    let queue = Mutex::new(queue);
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| work(&queue));
        }
        for _ in 0..4 {
            let fetch = || thread::sleep(Duration::from_secs(1));
            jobs.send(Box::new(fetch)).unwrap();
        }
        drop(jobs);
    });
    println!("four pages after {:?}", start.elapsed());
}
