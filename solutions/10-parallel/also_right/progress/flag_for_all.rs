//! Four batches in a piece, and a flag for all threads.

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
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};
    let stop = AtomicBool::new(false);
    // Beside the results: whoever stops for the flag has no error to return, and may return first.
    let error = Mutex::new(None);
    let parts: Option<Vec<Vec<R>>> = items
        .par_chunks(every.saturating_mul(4))
        .map(|part| {
            let mut all = Vec::new();
            for piece in part.chunks(every) {
                let mut done = Done { bar, items: 0 };
                for item in piece {
                    if stop.load(Ordering::SeqCst) {
                        return None;
                    }
                    let r = work(item);
                    done.items += 1;
                    match r {
                        Ok(r) => all.push(r),
                        Err(e) => {
                            error.lock().unwrap().get_or_insert(e);
                            stop.store(true, Ordering::SeqCst);
                            return None;
                        }
                    }
                }
            }
            Some(all)
        })
        .collect();
    match error.into_inner().unwrap() {
        Some(error) => Err(error),
        None => Ok(parts.into_iter().flatten().flatten().collect()),
    }
}

/// Tells the bar when it goes.
struct Done<'a, B: Bar> {
    bar: &'a B,
    items: u64,
}

impl<B: Bar> Drop for Done<'_, B> {
    fn drop(&mut self) {
        if self.items > 0 {
            self.bar.inc(self.items);
        }
    }
}
