//! Misconception: a handle is what matters; who runs the job does not.
//! Refused by: behaves

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

/// Threads that run jobs.
pub struct ThreadPool;

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    result: thread::Result<T>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(_workers: usize) -> Self {
        ThreadPool
    }

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        JobHandle {
            result: catch_unwind(AssertUnwindSafe(job)),
        }
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        self.result
    }
}
