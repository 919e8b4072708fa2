//! Misconception: A panic is a panic; what it says is for the log.
//! Refused by: shuts_down

use rayon::prelude::*;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicU64, Ordering};

/// What shows how far the work is.
pub trait Bar: Sync {
    /// So many more items are done.
    fn inc(&self, items: u64);
}

/// One for the terminal.
impl Bar for indicatif::ProgressBar {
    fn inc(&self, items: u64) {
        indicatif::ProgressBar::inc(self, items);
    }
}

/// Does `work` for each item, and tells the bar.
pub fn map<T, R, E>(
    items: &[T],
    every: usize,
    bar: &impl Bar,
    work: impl Fn(&T) -> Result<R, E> + Sync + Send,
) -> Result<Vec<R>, E>
where
    T: Sync,
    R: Send,
    E: Send,
{
    let rest = AtomicU64::new(0);
    let run = || {
        items
            .par_iter()
            .map(|item| {
                let result = work(item);
                let done = rest.fetch_add(1, Ordering::Relaxed) + 1;
                if done.is_multiple_of(every as u64) {
                    bar.inc(every as u64);
                }
                result
            })
            .collect()
    };
    let results = panic::catch_unwind(AssertUnwindSafe(run));
    let rest = rest.load(Ordering::Relaxed) % every as u64;
    if rest > 0 {
        bar.inc(rest);
    }
    results.expect("an item panicked")
}
