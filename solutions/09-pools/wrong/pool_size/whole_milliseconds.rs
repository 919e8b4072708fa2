//! Misconception: a millisecond is fine enough.
//! Refused by: behaves

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How many workers the requests need.
pub fn needed(per_second: u32, wait: Duration, compute: Duration) -> usize {
    // Work that comes in within a second, in nanoseconds of a worker's time.
    let work = u128::from(per_second) * (wait + compute).as_nanos();
    at_least_one(work.div_ceil(Duration::from_secs(1).as_nanos()))
}

/// How many workers the cores can make use of.
pub fn useful(cores: usize, wait: Duration, compute: Duration) -> usize {
    let busy = cores as u128 * (wait + compute).as_millis();
    match compute.as_millis() {
        0 => usize::MAX,
        compute => at_least_one(busy.div_ceil(compute)),
    }
}

fn at_least_one(workers: u128) -> usize {
    usize::try_from(workers).unwrap_or(usize::MAX).max(1)
}

/// How long the jobs take.
pub fn makespan(jobs: &[Duration], workers: usize) -> Duration {
    // When each worker is free again.
    let mut free = vec![Duration::ZERO; workers.max(1)];
    for job in jobs {
        let first = free.iter_mut().min().expect("at least one worker");
        *first += Duration::from_millis(job.as_millis() as u64);
    }
    free.into_iter().max().unwrap_or_default()
}

/// How long they take at least.
pub fn at_least(jobs: &[Duration], workers: usize) -> Duration {
    let shared_evenly = jobs.iter().sum::<Duration>() / u32::try_from(workers).unwrap_or(u32::MAX);
    let longest = jobs.iter().max().copied().unwrap_or_default();
    shared_evenly.max(longest)
}

/// One part of a request.
pub type Part<T> = Box<dyn FnOnce() -> T + Send>;

/// Answers requests.
pub struct Service {
    /// One for all requests, as long as the service lives.
    pool: ThreadPool,
}

impl Service {
    /// A service with so many workers, at least one.
    pub fn new(workers: usize) -> Self {
        Service {
            pool: ThreadPool::new(workers),
        }
    }

    /// Runs the parts, and returns what they returned, in their order.
    pub fn handle<T: Send + 'static>(&self, parts: Vec<Part<T>>) -> Vec<T> {
        let results: Vec<_> = parts.into_iter().map(|part| self.begin(part)).collect();
        let wait = |result: Receiver<T>| result.recv().expect("parts do not panic");
        results.into_iter().map(wait).collect()
    }

    fn begin<T: Send + 'static>(&self, part: Part<T>) -> Receiver<T> {
        let (sender, result) = channel();
        self.pool.submit(move || {
            let _ = sender.send(part());
        });
        result
    }
}

/// Given: the pool of the first exercise, without results.
pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
    workers: Vec<thread::JoinHandle<()>>,
}

type Job = Box<dyn FnOnce() + Send>;

impl ThreadPool {
    pub fn new(workers: usize) -> Self {
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let start = |_| {
            let queue = Arc::clone(&queue);
            thread::spawn(move || work(&queue))
        };
        ThreadPool {
            jobs: Some(jobs),
            workers: (0..workers).map(start).collect(),
        }
    }

    /// Puts the job behind those that wait already, and returns at once.
    pub fn submit(&self, job: impl FnOnce() + Send + 'static) {
        if let Some(jobs) = &self.jobs {
            let _ = jobs.send(Box::new(job));
        }
    }
}

fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        let job = queue.lock().unwrap().recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

impl Drop for ThreadPool {
    /// Runs what waits, and joins the workers.
    fn drop(&mut self) {
        drop(self.jobs.take());
        for worker in self.workers.drain(..) {
            let _ = worker.join();
        }
    }
}
