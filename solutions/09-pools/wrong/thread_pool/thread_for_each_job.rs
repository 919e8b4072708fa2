//! Misconception: threads are cheap: what counts is that `submit` hands back a handle.
//! Refused by: behaves, race_free, speeds_up

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;

/// Threads that run jobs.
pub struct ThreadPool {
    running: Mutex<Vec<thread::JoinHandle<()>>>,
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    result: Receiver<thread::Result<T>>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        ThreadPool {
            running: Mutex::new(Vec::with_capacity(workers)),
        }
    }

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let (sender, result) = channel();
        let thread = thread::spawn(move || {
            let _ = sender.send(thread::spawn(job).join());
        });
        self.running.lock().unwrap().push(thread);
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
        for thread in self.running.lock().unwrap().drain(..) {
            thread.join().unwrap();
        }
    }
}
