//! Each piece counts for itself, and tells what it has when the batch is full and when the piece ends, however it ends.

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
    let batch = || Batch {
        bar,
        every,
        done: 0,
    };
    let one = |batch: &mut Batch<_>, item: &T| {
        let result = work(item);
        batch.one_more();
        result
    };
    // A piece of less than `every` items would tell the bar for less than that; `collect` stops at an error.
    items
        .par_iter()
        .with_min_len(every)
        .map_init(batch, one)
        .collect()
}

/// What a piece has done and not told.
struct Batch<'a, B: Bar> {
    bar: &'a B,
    every: usize,
    done: usize,
}

impl<B: Bar> Batch<'_, B> {
    fn one_more(&mut self) {
        self.done += 1;
        if self.done == self.every {
            self.tell();
        }
    }

    fn tell(&mut self) {
        let done = std::mem::take(&mut self.done);
        if done > 0 {
            self.bar.inc(done as u64);
        }
    }
}

impl<B: Bar> Drop for Batch<'_, B> {
    /// The piece is done, or given up after an error, or a panic comes through: the rest is told in any case.
    fn drop(&mut self) {
        self.tell();
    }
}
