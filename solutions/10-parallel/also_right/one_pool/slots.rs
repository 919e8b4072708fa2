//! A job for each part, in a scope, with a place for its result; the pool is shared by reference count.

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::Arc;

/// Threads for everything that is computed.
pub struct Engine {
    pool: Arc<ThreadPool>,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        let pool = ThreadPoolBuilder::new()
            .thread_name(|number| format!("engine {number}"))
            .num_threads(threads.max(1))
            .build()
            .unwrap();
        Engine {
            pool: Arc::new(pool),
        }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let empty = |group: &Vec<T>| group.iter().map(|_| None).collect();
        let mut slots: Vec<Vec<Option<R>>> = groups.iter().map(empty).collect();
        let work = &work;
        self.pool.scope(|scope| {
            for (parts, slots) in groups.iter().zip(&mut slots) {
                scope.spawn(move |scope| {
                    for (part, slot) in parts.iter().zip(slots) {
                        scope.spawn(move |_| *slot = Some(work(part)));
                    }
                });
            }
        });
        let full = |slots: Vec<Option<R>>| slots.into_iter().flatten().collect();
        slots.into_iter().map(full).collect()
    }
}
