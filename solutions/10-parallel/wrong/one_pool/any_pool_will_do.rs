//! Misconception: Who is in a pool already need not go into another one.
//! Refused by: behaves

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads for everything that is computed.
pub struct Engine {
    pool: ThreadPool,
}

impl Engine {
    /// An engine with so many threads, at least one.
    pub fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        Engine {
            pool: pool.unwrap(),
        }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let go = || {
            groups
                .par_iter()
                .with_max_len(1)
                .map(|g| g.par_iter().with_max_len(1).map(&work).collect())
                .collect()
        };
        if rayon::current_thread_index().is_some() {
            go()
        } else {
            self.pool.install(go)
        }
    }
}
