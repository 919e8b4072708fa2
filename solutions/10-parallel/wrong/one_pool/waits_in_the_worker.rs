//! Misconception: A channel brings the results, and whoever needs them receives.
//! Refused by: shuts_down

use rayon::{ThreadPool, ThreadPoolBuilder};
use std::sync::mpsc::channel;

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
        let (sender, results) = channel();
        let mut sorted: Vec<Vec<Option<R>>> = Vec::new();
        for group in groups {
            sorted.push(group.iter().map(|_| None).collect());
        }
        let work = &work;
        self.pool.in_place_scope(|scope| {
            for (group, parts) in groups.iter().enumerate() {
                for (place, part) in parts.iter().enumerate() {
                    let sender = sender.clone();
                    scope.spawn(move |_| {
                        let _ = sender.send((group, place, work(part)));
                    });
                }
            }
            drop(sender);
            for (group, place, result) in results {
                sorted[group][place] = Some(result);
            }
        });
        let full = |slots: Vec<Option<R>>| slots.into_iter().flatten().collect();
        sorted.into_iter().map(full).collect()
    }
}
