//! Misconception: Calls that wait for their turn do not disturb each other.
//! Refused by: shuts_down

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::{Mutex, PoisonError};

/// Threads for everything that is computed.
pub struct Engine {
    pool: ThreadPool,
    turn: Mutex<()>,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new().num_threads(threads.max(1)).build();
        Engine {
            pool: pool.expect("the system has threads to give"),
            turn: Mutex::new(()),
        }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        // Poisoned is as good: nothing is in it.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let group = |parts: &Vec<T>| parts.par_iter().map(&work).collect();
        self.pool.install(|| groups.par_iter().map(group).collect())
    }
}
