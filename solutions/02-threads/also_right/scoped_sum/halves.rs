//! Gives half of the list to another thread, with half of the threads, and does the other half here.

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    rest(orders, threads, &worth)
}

fn rest<T: Sync>(orders: &[T], threads: usize, worth: &(impl Fn(&T) -> u64 + Sync)) -> u64 {
    if threads == 1 {
        return orders.iter().map(worth).sum();
    }
    // Whole shares to either side, so that no thread gets more than one.
    let share = orders.len().div_ceil(threads);
    let there = threads / 2;
    let (first, second) = orders.split_at((share * there).min(orders.len()));
    thread::scope(|scope| {
        let first = scope.spawn(|| rest(first, there, worth));
        let second = rest(second, threads - there, worth);
        first
            .join()
            .unwrap_or_else(|payload| resume_unwind(payload))
            + second
    })
}
