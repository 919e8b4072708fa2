//! Misconception: the thread that calls can do the first share, then start threads for the others.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads).max(1);
    let worth = &worth;
    let mut shares = orders.chunks(share);
    thread::scope(|scope| {
        let first: u64 = shares.next().unwrap_or_default().iter().map(worth).sum();
        let started: Vec<_> = shares
            .map(|share| scope.spawn(move || share.iter().map(worth).sum::<u64>()))
            .collect();
        let others = started.into_iter().map(|thread| {
            thread
                .join()
                .unwrap_or_else(|payload| resume_unwind(payload))
        });
        first + others.sum::<u64>()
    })
}
