//! All parts in one list, done in parallel, and cut into groups again.

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
        let parts: Vec<&T> = groups.iter().flatten().collect();
        let results: Vec<R> = self
            .pool
            .install(|| parts.into_par_iter().with_max_len(1).map(work).collect());
        let mut results = results.into_iter();
        groups
            .iter()
            .map(|group| results.by_ref().take(group.len()).collect())
            .collect()
    }
}
