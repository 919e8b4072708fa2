//! Misconception: the first `map` has started all threads before the second one joins the first of them.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads).max(1);
    let worth = &worth;
    thread::scope(|scope| {
        orders
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(worth).sum::<u64>()))
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|payload| resume_unwind(payload))
            })
            .sum()
    })
}
