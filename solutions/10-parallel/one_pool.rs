//! One pool in the engine: whatever runs inside of it is parallel in the same threads.

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// Threads for everything that is computed.
pub struct Engine {
    /// `install` from outside hands the work over and waits; from one of its own threads it is a call.
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
        let group = |parts: &Vec<T>| parts.par_iter().with_max_len(1).map(&work).collect();
        // A thread that waits for the parts of its group does other parts meanwhile, whoever's they are.
        // Pieces of one: several parts in a piece would wait for each other.
        self.pool
            .install(|| groups.par_iter().with_max_len(1).map(group).collect())
    }
}
