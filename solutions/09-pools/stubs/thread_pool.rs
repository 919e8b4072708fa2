//! Ticket: two thousand thumbnails, and a thread for each.
//!
//! Every picture that is uploaded gets a thread of its own, and a busy evening brings the machine down.
//! Write a pool: a few threads that are started once, and jobs that wait their turn.
//!
//! What must hold:
//! - The pool has the threads that `new` was asked for, and runs jobs nowhere else.
//!   As many jobs run at the same time as there are workers, if so many are there: not fewer
//!   because the machine has fewer cores.
//! - Each job runs once. Jobs are begun in the order in which they were submitted.
//! - `submit` never waits, however many jobs are waiting. A job may submit others.
//! - `wait` sleeps until the job has run, and gives back what it returned.
//!   Who drops the handle instead hears nothing: the job runs all the same.
//! - A job that panics is an `Err` for whoever waits for it, with whatever the panic carried: a text or anything else.
//!   Its worker, the same thread, goes on with the next job.
//! - When the pool is dropped, its workers run the jobs that still wait, all of them.
//!   The drop comes back when all of its threads have ended.
//!   The handles stay good.
//! - A worker without a job sleeps; it does not ask again and again.
//!
//! Nobody drops the pool from within one of its own jobs.

use std::thread;

/// Threads that run jobs.
pub struct ThreadPool {
    // Yours.
}

/// The result of a job, sooner or later.
#[must_use = "a job that fails tells nobody but whoever waits for it"]
pub struct JobHandle<T> {
    /// Another way is as good.
    result: Option<thread::Result<T>>,
}

impl ThreadPool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        todo!("start {workers} threads that wait for jobs")
    }

    /// Puts the job behind those that wait already.
    pub fn submit<T, F>(&self, job: F) -> JobHandle<T>
    where
        F: FnOnce() -> T + Send + 'static,
        T: Send + 'static,
    {
        let _ = job;
        todo!("hand the job to the workers, and keep a way to its result")
    }
}

impl<T> JobHandle<T> {
    /// What the job returned; or, as `join` does it, what its panic carried.
    pub fn wait(self) -> thread::Result<T> {
        todo!("sleep until the result is there")
    }
}
