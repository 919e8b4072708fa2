//! Misconception: A bar is for one thread, so the loop is one thread's.
//! Refused by: speeds_up

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
    let mut batch = Batch {
        bar,
        every,
        done: 0,
    };
    let one = |item: &T| {
        let result = work(item);
        batch.one_more();
        result
    };
    items.iter().map(one).collect()
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
    fn drop(&mut self) {
        self.tell();
    }
}
