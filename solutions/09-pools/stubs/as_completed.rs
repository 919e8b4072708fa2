//! Ticket: the pages of a site, as they come in.
//!
//! We fetch some hundred pages for a report that is due in ten seconds.
//! At most `workers` are fetched at the same time, more the site does not like.
//! The report is written while the pages come in, the fast ones first.
//! When the time is up, it goes out with what is there, and it names every page that is missing:
//! today it says "timeout", and nobody knows which pages that was.
//!
//! What must hold:
//! - `as_completed` starts the threads and returns at once. At most `workers` jobs run at the same time.
//!   Jobs are begun in their order, whether or not anybody asks for results: a worker that is free begins the next at once.
//! - `next` sleeps until a job ends, and hands out each at the moment at which it ends, the first to end first.
//! - Each job is handed out exactly once, under its key, then the iterator ends.
//! - The limit is for all jobs together and runs from the call of `as_completed`, not from the first `next`.
//!   A job that has ended within the limit is `Done` or `Panicked`, however late you ask for it.
//!   When the time is up, the others are handed out without waiting, in any order: `Running` if they were begun,
//!   else `NotBegun`. With a limit of nothing that holds, too.
//! - Nothing is begun after the limit, nor once the drop of the iterator has returned.
//! - Neither `next` nor the drop waits for a job that is out of time; it runs on, and its result is dropped.
//!   A thread that finds nothing more to begin ends, even if the iterator lives on.
//!
//! A job that ends at the very moment of the limit may be handed out as `Done` or as `Running`. So may one that ends
//! after the limit, but before you ask for it.
//! `limit` can be as long as `Duration::MAX`, which nobody lives to see. Keys are all different.

use std::hash::Hash;
use std::time::Duration;

/// One page.
pub struct Job<K, T> {
    /// Says in the outcome which job it was.
    pub key: K,
    pub work: Box<dyn FnOnce() -> T + Send>,
}

/// What became of a job.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome<K, T> {
    /// It ended in time and returned this.
    Done(K, T),
    /// It ended in time, with a panic.
    Panicked(K),
    /// The time was up while it ran.
    Running(K),
    /// The time was up before its turn came. It never runs.
    NotBegun(K),
}

/// The outcomes, in the order in which the jobs end.
pub struct AsCompleted<K, T> {
    /// Another way is as good.
    outcomes: Vec<Outcome<K, T>>,
}

/// Runs the jobs in `workers` threads, at least one, for as long as `limit`.
pub fn as_completed<K, T>(
    workers: usize,
    jobs: Vec<Job<K, T>>,
    limit: Duration,
) -> AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    todo!(
        "start {workers} threads for {} jobs that end within {limit:?}",
        jobs.len()
    )
}

impl<K, T> Iterator for AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    type Item = Outcome<K, T>;

    fn next(&mut self) -> Option<Self::Item> {
        todo!("the next outcome, or `None` when each job has been handed out")
    }
}
