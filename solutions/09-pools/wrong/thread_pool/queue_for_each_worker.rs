//! Misconception: a queue for each worker saves the lock, and jobs in turn are jobs for all.
//! Refused by: race_free

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
pub struct ThreadPool {
    queues: Vec<Sender<Job>>,
    next: AtomicUsize,
    workers: Vec<thread::JoinHandle<()>>,
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    result: Receiver<thread::Result<T>>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        let start = |_| {
            let (jobs, queue) = channel::<Job>();
            let worker = thread::spawn(move || queue.iter().for_each(|job| job()));
            (jobs, worker)
        };
        let (queues, workers) = (0..workers).map(start).unzip();
        ThreadPool {
            queues,
            next: AtomicUsize::new(0),
            workers,
        }
    }

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, result) = channel();
        let job = move || {
            let outcome = catch_unwind(AssertUnwindSafe(job));
            let _ = sender.send(outcome);
        };
        let turn = self.next.fetch_add(1, Relaxed) % self.queues.len();
        self.queues[turn].send(Box::new(job)).unwrap();
        JobHandle { result }
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        self.result.recv().unwrap()
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.queues.clear();
        for worker in self.workers.drain(..) {
            worker.join().unwrap();
        }
    }
}
