//! Misconception: While somebody talks to the bar, the others leave their counts and go on: it will be told the next time.
//! Refused by: speeds_up

use rayon::prelude::*;
use std::sync::Mutex;
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
    let count = Count {
        bar,
        every: every as u64,
        done: AtomicU64::new(0),
        speaks: Mutex::new(()),
    };
    items
        .par_iter()
        .map(|item| {
            let result = work(item);
            count.one_more();
            result
        })
        .collect()
}

struct Count<'a, B: Bar> {
    bar: &'a B,
    every: u64,
    done: AtomicU64,
    /// Held by whoever tells the bar.
    speaks: Mutex<()>,
}

impl<B: Bar> Count<'_, B> {
    fn one_more(&self) {
        let done = self.done.fetch_add(1, Ordering::SeqCst) + 1;
        if done < self.every {
            return;
        }
        if let Ok(_speaks) = self.speaks.try_lock() {
            let done = self.done.swap(0, Ordering::SeqCst);
            if done > 0 {
                self.bar.inc(done);
            }
        }
    }
}

impl<B: Bar> Drop for Count<'_, B> {
    fn drop(&mut self) {
        let rest = *self.done.get_mut();
        if rest > 0 {
            self.bar.inc(rest);
        }
    }
}
