//! Misconception: That a part panicked is all there is to say about it.
//! Refused by: shuts_down

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::panic::{AssertUnwindSafe, catch_unwind};

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
        let one = |part: &T| catch_unwind(AssertUnwindSafe(|| work(part))).ok();
        let group = |parts: &Vec<T>| parts.par_iter().map(one).collect();
        let results: Option<Vec<Vec<R>>> =
            self.pool.install(|| groups.par_iter().map(group).collect());
        results.expect("no part panics")
    }
}
