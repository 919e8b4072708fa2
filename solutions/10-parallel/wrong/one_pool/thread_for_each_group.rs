//! Misconception: A group is one thing, and a thread for it is one thread.
//! Refused by: behaves, shuts_down

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::panic::resume_unwind;
use std::thread;

/// Threads for everything that is computed.
pub struct Engine {
    pool: ThreadPool,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        Engine {
            pool: pool.expect("the system has threads to give"),
        }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let group = |parts: &Vec<T>| {
            let parts = || parts.par_iter().map(&work).collect();
            self.pool.install(parts)
        };
        thread::scope(|threads| {
            let group = &group;
            let start = |parts| threads.spawn(move || group(parts));
            let groups: Vec<_> = groups.iter().map(start).collect();
            let result = |thread: thread::ScopedJoinHandle<_>| match thread.join() {
                Ok(results) => results,
                Err(panic) => resume_unwind(panic),
            };
            groups.into_iter().map(result).collect()
        })
    }
}
