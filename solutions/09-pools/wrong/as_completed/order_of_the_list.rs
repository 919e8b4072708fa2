//! Misconception: `join` hands out results as they come.
//! Refused by: behaves

use std::collections::VecDeque;
use std::hash::Hash;
use std::thread;
use std::time::{Duration, Instant};

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
    deadline: Option<Instant>,
    jobs: VecDeque<(K, thread::JoinHandle<T>)>,
}

/// Runs the jobs in `workers` threads, at least one, for as long as `limit`.
pub fn as_completed<K, T>(
    _workers: usize,
    jobs: Vec<Job<K, T>>,
    limit: Duration,
) -> AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    let start = |job: Job<K, T>| (job.key, thread::spawn(job.work));
    AsCompleted {
        deadline: Instant::now().checked_add(limit),
        jobs: jobs.into_iter().map(start).collect(),
    }
}

impl<K, T> Iterator for AsCompleted<K, T>
where
    K: Clone + Eq + Hash + Send + 'static,
    T: Send + 'static,
{
    type Item = Outcome<K, T>;

    fn next(&mut self) -> Option<Self::Item> {
        let (key, thread) = self.jobs.pop_front()?;
        if self
            .deadline
            .is_some_and(|deadline| Instant::now() > deadline)
        {
            return Some(Outcome::Running(key));
        }
        Some(match thread.join() {
            Ok(value) => Outcome::Done(key, value),
            Err(_) => Outcome::Panicked(key),
        })
    }
}
