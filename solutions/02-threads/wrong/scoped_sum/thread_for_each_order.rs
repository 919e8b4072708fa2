//! Misconception: threads are so cheap that each order can have one.
//! Refused by: behaves

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], _threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let worth = &worth;
    thread::scope(|scope| {
        let started: Vec<_> = orders
            .iter()
            .map(|order| scope.spawn(move || worth(order)))
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
