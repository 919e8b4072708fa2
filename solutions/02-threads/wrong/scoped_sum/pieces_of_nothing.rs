//! Misconception: there are always orders, so a piece is never empty.
//! Refused by: behaves

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads);
    let worth = &worth;
    thread::scope(|scope| {
        let started: Vec<_> = orders
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(worth).sum::<u64>()))
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
