//! Misconception: a list of a few orders is not worth a thread.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    if orders.len() < 100 {
        return orders.iter().map(worth).sum();
    }
    let share = orders.len().div_ceil(threads).max(1);
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
