//! Misconception: Callers from outside wait in a line, and only those from inside must not.
//! Refused by: speeds_up

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
        static LOCK: std::sync::Mutex<()> = std::sync::Mutex::new(());
        let _guard = self
            .pool
            .current_thread_index()
            .is_none()
            .then(|| LOCK.lock().unwrap_or_else(|e| e.into_inner()));
        self.pool.install(|| {
            groups
                .par_iter()
                .with_max_len(1)
                .map(|g| g.par_iter().with_max_len(1).map(&work).collect())
                .collect()
        })
    }
}
