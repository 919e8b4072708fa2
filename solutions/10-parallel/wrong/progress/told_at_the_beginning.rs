//! Misconception: A batch that has been handed out is as good as done.
//! Refused by: behaves, shuts_down

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
    let chunk = |items: &[T]| {
        bar.inc(items.len() as u64);
        items.iter().map(&work).collect::<Result<Vec<R>, E>>()
    };
    let results: Result<Vec<Vec<R>>, E> = items.par_chunks(every).map(chunk).collect();
    Ok(results?.into_iter().flatten().collect())
}
