//! Misconception: `chunks_exact` cuts the whole list into equal pieces.
//! Refused by: behaves

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = (orders.len() / threads).max(1);
    let worth = &worth;
    thread::scope(|scope| {
        let started: Vec<_> = orders
            .chunks_exact(share)
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
