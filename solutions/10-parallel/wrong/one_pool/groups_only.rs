//! Misconception: The groups are parallel; a loop inside of a parallel loop need not be.
//! Refused by: speeds_up

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

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
        let group = |parts: &Vec<T>| parts.iter().map(&work).collect();
        self.pool.install(|| groups.par_iter().map(group).collect())
    }
}
