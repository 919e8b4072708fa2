//! Misconception: Two parts in a piece are as good as one, and half the trips.
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
        self.pool.install(|| {
            let flat: Vec<&T> = groups.iter().flatten().collect();
            let mut d = flat
                .par_chunks(2)
                .flat_map_iter(|c| c.iter().map(|t| work(t)).collect::<Vec<R>>())
                .collect::<Vec<R>>()
                .into_iter();
            groups
                .iter()
                .map(|g| d.by_ref().take(g.len()).collect())
                .collect()
        })
    }
}
