//! A chunk is a batch: it tells the bar when it is dropped.

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
        let mut told = AtTheEnd { bar, done: 0 };
        let mut results = Vec::with_capacity(items.len());
        for item in items {
            let result = work(item);
            told.done += 1;
            results.push(result?);
        }
        Ok(results)
    };
    let results: Result<Vec<Vec<R>>, E> = items.par_chunks(every).map(chunk).collect();
    Ok(results?.into_iter().flatten().collect())
}

struct AtTheEnd<'a, B: Bar> {
    bar: &'a B,
    done: u64,
}

impl<B: Bar> Drop for AtTheEnd<'_, B> {
    fn drop(&mut self) {
        if self.done > 0 {
            self.bar.inc(self.done);
        }
    }
}
