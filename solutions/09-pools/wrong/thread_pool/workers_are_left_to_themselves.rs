//! Misconception: threads end with the value that holds their handles.
//! Refused by: behaves, shuts_down

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that run jobs.
pub struct ThreadPool {
    jobs: Option<Sender<Job>>,
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
            let _ = sender.send(outcome);
        };
        let jobs = self.jobs.as_ref().expect("only the drop takes it");
        jobs.send(Box::new(job)).unwrap();
        JobHandle { result }
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

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        self.result.recv().unwrap()
    }
}
