//! Misconception: a share goes from its first order to the first of the next share, that one included.
//! Refused by: behaves

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads);
    let worth = &worth;
    thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|number| {
                let from = (number * share).min(orders.len());
                let to = ((number + 1) * share + 1).min(orders.len());
                scope.spawn(move || orders[from..to].iter().map(worth).sum::<u64>())
            })
            .collect();
        started
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|payload| resume_unwind(payload))
            })
            .sum()
    })
}
