//! Ticket: a bar that costs nothing.
//!
//! To convert a folder of pictures takes minutes, and people want to see how far it is. So somebody told a bar after
//! each of them: it takes a lock and draws, and eight threads now stand in a line before it.
//! Tell the bar in batches, and tell it the truth, however the work ends.
//!
//! What must hold:
//! - `map` does the items in the rayon pool in which it is called, with all of its threads, each once, and returns the results in the order
//!   of the items.
//! - An item is done when `work` has returned, with `Ok` or with `Err`. The bar is told of it after that, once.
//!   When `map` comes back, the bar has been told of all that is done: also after an error, also when it is
//!   a panic that comes back.
//! - The bar is told at most twice for each `every` items: `2 * items.len().div_ceil(every)` calls (`every` is at least 1).
//! - The bar lags behind by at most `every` items for each thread of the pool.
//! - A call of the bar may take long, and the others go on meanwhile. Several threads may call it at the same time.
//! - An `Err` ends the work: `map` returns it (one of them, if there are several), and a thread that knows of it begins
//!   less than `every` items more. All threads are told of it at once, and do not go on to the end: by the time at which the
//!   thread that failed turns to other work of the pool, they know.
//! - A panic of `work` goes on to the caller of `map`, with what it carries.

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
    let _ = (bar, work);
    todo!("{} items, the bar told every {every}", items.len())
}
