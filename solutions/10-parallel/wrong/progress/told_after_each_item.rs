//! Misconception: A count is a cheap thing to tell.
//! Refused by: behaves

use rayon::prelude::*;

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
    let _ = every; // each item counts
    items
        .par_iter()
        .map(|item| {
            let result = work(item);
            bar.inc(1);
            result
        })
        .collect()
}
