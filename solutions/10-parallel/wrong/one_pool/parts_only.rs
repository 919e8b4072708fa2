//! Misconception: The work is in the parts, so the parts are parallel, group after group.
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
        let group = |parts: &Vec<T>| parts.par_iter().map(&work).collect();
        self.pool.install(|| groups.iter().map(group).collect())
    }
}
