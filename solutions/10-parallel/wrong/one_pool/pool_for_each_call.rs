//! Misconception: What a call starts is gone when it returns, so it cannot add up.
//! Refused by: behaves

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

/// Threads for everything that is computed.
pub struct Engine {
    threads: usize,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        Engine { threads }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let pool = ThreadPoolBuilder::new().num_threads(self.threads).build();
        let pool = pool.expect("the system has threads to give");
        let group = |parts: &Vec<T>| parts.par_iter().map(&work).collect();
        pool.install(|| groups.par_iter().map(group).collect())
    }
}
