//! A pool: one queue, threads that take from it, and a place for the result of each job.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

/// A job without its type: it brings its result to its handle by itself.
type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
pub struct ThreadPool {
    /// Gone in the drop, which is how the workers hear that there will be no more.
    /// A message "stop" for each worker would do; a flag beside the queue would need a way to wake who sleeps.
    jobs: Option<Sender<Job>>,
    /// To be joined. None of them ever panics.
    workers: Vec<thread::JoinHandle<()>>,
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    /// A channel for one message: it sleeps, wakes and moves the result, all that is wanted here.
    result: Receiver<thread::Result<T>>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
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

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, result) = channel();
        let job = move || {
            let outcome = catch_unwind(AssertUnwindSafe(job));
            // Nobody may be listening: then the result is of no interest to anybody.
            let _ = sender.send(outcome);
        };
        let jobs = self.jobs.as_ref().expect("only the drop takes it");
        jobs.send(Box::new(job))
            .expect("the workers listen until the sender is gone");
        JobHandle { result }
    }
}

/// Takes jobs until there will be no more.
fn work(queue: &Mutex<Receiver<Job>>) {
    loop {
        // The guard ends with this line. In a `while let` it would live as long as the job runs.
        let job = queue.lock().unwrap().recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        self.result.recv().expect("every job is run")
    }
}

impl Drop for ThreadPool {
    /// Queued jobs come before the end of a channel, so they are run first.
    fn drop(&mut self) {
        drop(self.jobs.take());
        for worker in self.workers.drain(..) {
            worker.join().expect("jobs do not panic: they catch it");
        }
    }
}
