//! Halves by `join` down to a batch, a flag for the end, and a panic that is caught, counted and sent on.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

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
    let job = Job {
        every,
        bar,
        work: &work,
        stop: AtomicBool::new(false),
        failed: Mutex::new(None),
    };
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    job.halve(items, &mut results);
    match job.failed.into_inner().unwrap() {
        Some(error) => Err(error),
        None => Ok(results.into_iter().flatten().collect()),
    }
}

struct Job<'a, B, W, E> {
    every: usize,
    bar: &'a B,
    work: &'a W,
    /// Somebody failed: no more items.
    stop: AtomicBool,
    failed: Mutex<Option<E>>,
}

impl<B: Bar, W, E: Send> Job<'_, B, W, E> {
    fn halve<T, R>(&self, items: &[T], results: &mut [Option<R>])
    where
        T: Sync,
        R: Send,
        W: Fn(&T) -> Result<R, E> + Sync,
    {
        if items.len() <= self.every {
            return self.batch(items, results);
        }
        // A whole number of batches on the left, so that no batch is a small one but the last.
        let middle = items.len().div_ceil(self.every) / 2 * self.every;
        let (left, right) = items.split_at(middle);
        let (first, second) = results.split_at_mut(middle);
        rayon::join(|| self.halve(left, first), || self.halve(right, second));
    }

    fn batch<T, R>(&self, items: &[T], results: &mut [Option<R>])
    where
        W: Fn(&T) -> Result<R, E>,
    {
        let mut done = 0;
        let all = panic::catch_unwind(AssertUnwindSafe(|| {
            for (item, place) in items.iter().zip(results) {
                if self.stop.load(Ordering::Relaxed) {
                    return;
                }
                let result = (self.work)(item);
                done += 1;
                match result {
                    Ok(result) => *place = Some(result),
                    Err(error) => {
                        *self.failed.lock().unwrap() = Some(error);
                        self.stop.store(true, Ordering::Relaxed);
                    }
                }
            }
        }));
        if done > 0 {
            self.bar.inc(done);
        }
        if let Err(panic) = all {
            panic::resume_unwind(panic);
        }
    }
}
