//! Misconception: The caller has nothing to do while it waits, so it does a part.
//! Refused by: behaves

use rayon::{ThreadPool, ThreadPoolBuilder};

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
        let mut results: Vec<Vec<Option<R>>> = Vec::new();
        for group in groups {
            results.push(group.iter().map(|_| None).collect());
        }
        let work = &work;
        self.pool.in_place_scope(|scope| {
            let slots = results.iter_mut().flatten();
            let mut jobs = groups.iter().flatten().zip(slots);
            let own = jobs.next();
            for (part, slot) in jobs {
                scope.spawn(move |_| *slot = Some(work(part)));
            }
            if let Some((part, slot)) = own {
                *slot = Some(work(part));
            }
        });
        let full = |slots: Vec<Option<R>>| slots.into_iter().flatten().collect();
        results.into_iter().map(full).collect()
    }
}
