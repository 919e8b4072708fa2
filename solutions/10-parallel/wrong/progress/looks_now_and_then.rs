//! Misconception: A thread that looks at the count a few times a second is enough for the eye.
//! Refused by: behaves

use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

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
    let _ = every; // nobody looks so often
    let done = AtomicU64::new(0);
    thread::scope(|scope| {
        let (ends, over) = channel::<()>();
        let told = scope.spawn({
            let done = &done;
            move || {
                let mut told = 0;
                loop {
                    let is_over = over.recv_timeout(Duration::from_millis(200))
                        != Err(RecvTimeoutError::Timeout);
                    let now = done.load(Ordering::SeqCst);
                    if now > told {
                        bar.inc(now - told);
                        told = now;
                    }
                    if is_over {
                        return;
                    }
                }
            }
        });
        let results = items
            .par_iter()
            .map(|item| {
                let result = work(item);
                done.fetch_add(1, Ordering::SeqCst);
                result
            })
            .collect();
        drop(ends);
        told.join().expect("the bar does not panic");
        results
    })
}
