//! Results come back by one channel for the whole request, with their numbers; sizes by counting up.
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How many workers the requests need.
pub fn needed(per_second: u32, wait: Duration, compute: Duration) -> usize {
    let each = wait + compute;
    // What the nanoseconds come to is at most as many seconds as there are requests.
    let nanos = u64::from(per_second) * u64::from(each.subsec_nanos());
    let seconds = u128::from(per_second) * u128::from(each.as_secs());
    let rest = nanos % 1_000_000_000;
    at_least_one(seconds + u128::from(nanos / 1_000_000_000) + u128::from(rest > 0))
}

/// How many workers the cores can make use of.
pub fn useful(cores: usize, wait: Duration, compute: Duration) -> usize {
    let busy = cores as u128 * (wait + compute).as_nanos();
    match compute.as_nanos() {
        0 => usize::MAX,
        compute => at_least_one(busy.div_ceil(compute)),
    }
}

fn at_least_one(workers: u128) -> usize {
    usize::try_from(workers).unwrap_or(usize::MAX).max(1)
}

/// How long the jobs take.
pub fn makespan(jobs: &[Duration], workers: usize) -> Duration {
    let mut free = BinaryHeap::from(vec![Reverse(Duration::ZERO); workers]);
    let mut last = Duration::ZERO;
    for job in jobs {
        let Reverse(begins) = free.pop().expect("at least one worker");
        last = last.max(begins + *job);
        free.push(Reverse(begins + *job));
    }
    last
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
    pool: ThreadPool,
}

impl Service {
    /// A service with so many workers, at least one.
    pub fn new(workers: usize) -> Self {
        let pool = ThreadPool::new(workers);
        Service { pool }
    }

    /// Runs the parts, and returns what they returned, in their order.
    pub fn handle<T: Send + 'static>(&self, parts: Vec<Part<T>>) -> Vec<T> {
        let (sender, results) = channel();
        for (number, part) in parts.into_iter().enumerate() {
            let sender = sender.clone();
            self.pool.submit(move || {
                let _ = sender.send((number, part()));
            });
        }
        // Else the loop over the results would never end.
        drop(sender);
        let mut results: Vec<_> = results.iter().collect();
        results.sort_by_key(|(number, _)| *number);
        results.into_iter().map(|(_, result)| result).collect()
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
