//! Misconception: A pool for the groups and one for the parts: nobody waits for a thread of its own pool.
//! Refused by: behaves

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads for everything that is computed.
pub struct Engine {
    outer: ThreadPool,
    inner: ThreadPool,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        let pool = || {
            let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
            pool.expect("the system has threads to give")
        };
        Engine {
            outer: pool(),
            inner: pool(),
        }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let group = |parts: &Vec<T>| match parts.as_slice() {
            // Not worth a way to the other pool.
            [part] => vec![work(part)],
            _ => self.inner.install(|| parts.par_iter().map(&work).collect()),
        };
        self.outer
            .install(|| groups.par_iter().map(group).collect())
    }
}
