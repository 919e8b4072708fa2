//! Ticket: how many workers, and whose are they?
//!
//! Each team has its own number: as many as cores, five times as many, 32, a hundred.
//! Work it out instead, from what was measured.
//! And look at the service below: its page says "ten workers", and on a busy day it runs four hundred threads.
//!
//! What must hold:
//! - `needed` is Little's law: at `per_second` requests a second, each of which takes `wait` and `compute`
//!   in a worker, so many workers are busy on average. Fewer fall behind for ever.
//! - `useful` is N·(1 + W/C): so many workers keep all cores computing while others of them wait. More only wait
//!   for a core. If nothing is computed there is no such number: `usize::MAX`.
//! - Both are rounded up to whole workers, at least 1, and exact: 5.0 is 5, 5.000001 is 6. A `Duration` is a whole
//!   number of nanoseconds, and every one of them counts, also in durations of days.
//! - `makespan` is how long `workers` (at least one) take for the jobs: each takes the next job of the list as soon as
//!   it is free. `at_least` is what no order of the jobs can beat: no worker does two jobs at once,
//!   and no job is done by two.
//! - A `Service` has its workers for all requests together. `handle` runs the parts of a request there and nowhere else,
//!   be it only one. Whichever worker is free takes the next part. The results come in the order of the parts.
//!   Requests that come at the same time share the workers. Parts do not panic, and do not call `handle`.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How many workers the requests need.
pub fn needed(per_second: u32, wait: Duration, compute: Duration) -> usize {
    todo!("workers for {per_second} requests a second, each {wait:?} and {compute:?}")
}

/// How many workers the cores can make use of.
pub fn useful(cores: usize, wait: Duration, compute: Duration) -> usize {
    todo!("workers that keep {cores} cores busy, each waiting {wait:?} and computing {compute:?}")
}

/// How long the jobs take.
pub fn makespan(jobs: &[Duration], workers: usize) -> Duration {
    todo!("the time of {} jobs with {workers} workers", jobs.len())
}

/// How long they take at least.
pub fn at_least(jobs: &[Duration], workers: usize) -> Duration {
    todo!(
        "the shortest time thinkable for {} jobs and {workers} workers",
        jobs.len()
    )
}

/// One part of a request.
pub type Part<T> = Box<dyn FnOnce() -> T + Send>;

/// Answers requests.
pub struct Service {
    workers: usize,
}

impl Service {
    /// A service with so many workers, at least one.
    pub fn new(workers: usize) -> Self {
        Service { workers }
    }

    /// Runs the parts, and returns what they returned, in their order.
    pub fn handle<T: Send + 'static>(&self, parts: Vec<Part<T>>) -> Vec<T> {
        todo!("{} parts for {} workers", parts.len(), self.workers)
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
