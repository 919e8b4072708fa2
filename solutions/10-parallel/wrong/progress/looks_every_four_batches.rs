//! Misconception: whoever looks for an error now and then has been told at once.
//! Refused by: shuts_down

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
    let parts = items.par_chunks(every.saturating_mul(4)).map(|part| {
        let mut results = Vec::with_capacity(part.len());
        for batch in part.chunks(every) {
            let mut told = Told { bar, done: 0 };
            for item in batch {
                let result = work(item);
                told.done += 1;
                results.push(result?);
            }
        }
        Ok(results)
    });
    let parts: Vec<Vec<R>> = parts.collect::<Result<_, E>>()?;
    Ok(parts.into_iter().flatten().collect())
}

/// What a batch has done. The bar is told at its end, however that comes.
struct Told<'a, B: Bar> {
    bar: &'a B,
    done: u64,
}

impl<B: Bar> Drop for Told<'_, B> {
    fn drop(&mut self) {
        if self.done > 0 {
            self.bar.inc(self.done);
        }
    }
}
