//! Misconception: A pool is needed until the end, so it may as well be leaked.
//! Refused by: shuts_down

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads for everything that is computed.
pub struct Engine {
    pool: &'static ThreadPool,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        Engine {
            pool: Box::leak(Box::new(pool.expect("the system has threads to give"))),
        }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let group = |parts: &Vec<T>| parts.par_iter().map(&work).collect();
        self.pool.install(|| groups.par_iter().map(group).collect())
    }
}
