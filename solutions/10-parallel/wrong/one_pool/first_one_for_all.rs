//! Misconception: One pool for the program: whoever comes first makes it.
//! Refused by: behaves, shuts_down

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::OnceLock;

static POOL: OnceLock<ThreadPool> = OnceLock::new();

/// Threads for everything that is computed.
pub struct Engine {
    // The pool is the program's.
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        POOL.get_or_init(|| {
            let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
            pool.expect("the system has threads to give")
        });
        Engine {}
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let group = |parts: &Vec<T>| parts.par_iter().map(&work).collect();
        let pool = POOL.get().expect("`new` has made it");
        pool.install(|| groups.par_iter().map(group).collect())
    }
}
