//! Misconception: Batches are full: the list is long, and its last few items do not show.
//! Refused by: behaves, shuts_down

use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

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
    let done = AtomicUsize::new(0);
    items
        .par_iter()
        .map(|item| {
            let result = work(item);
            if (done.fetch_add(1, Ordering::Relaxed) + 1).is_multiple_of(every) {
                bar.inc(every as u64);
            }
            result
        })
        .collect()
}
