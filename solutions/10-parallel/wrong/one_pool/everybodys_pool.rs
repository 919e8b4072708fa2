//! Misconception: rayon has one pool, and one pool is what is wanted.
//! Refused by: behaves, shuts_down

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
        let _ = self.threads; // as many as there are cores
        let group = |parts: &Vec<T>| parts.par_iter().map(&work).collect();
        groups.par_iter().map(group).collect()
    }
}
