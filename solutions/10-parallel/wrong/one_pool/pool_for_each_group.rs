//! Misconception: Each group has its own pool, so that it does not get in the way of the others.
//! Refused by: behaves

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads for everything that is computed.
pub struct Engine {
    pool: ThreadPool,
    threads: usize,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        let pool = pool.expect("the system has threads to give");
        Engine { pool, threads }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let group = |parts: &Vec<T>| {
            let pool = ThreadPoolBuilder::new().num_threads(self.threads).build();
            let pool = pool.expect("the system has threads to give");
            pool.install(|| parts.par_iter().map(&work).collect())
        };
        self.pool.install(|| groups.par_iter().map(group).collect())
    }
}
