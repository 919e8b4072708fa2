//! Halves by `join`, of the groups and then of the parts.

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
        self.pool.install(|| {
            let group = |parts: &Vec<T>| halves(parts, &work);
            halves(groups, &group)
        })
    }
}

fn halves<T: Sync, R: Send>(items: &[T], work: &(impl Fn(&T) -> R + Sync)) -> Vec<R> {
    match items {
        [] => Vec::new(),
        [item] => vec![work(item)],
        _ => {
            let (left, right) = items.split_at(items.len() / 2);
            let (mut results, more) = rayon::join(|| halves(left, work), || halves(right, work));
            results.extend(more);
            results
        }
    }
}
