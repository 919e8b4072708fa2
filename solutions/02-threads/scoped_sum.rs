//! A piece of the list for each thread, in a scope: the threads borrow it, and return their subtotals.

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    // Rounded up: rounded down, the rest would need another thread, or make the last share twice as long.
    // Without orders, a share of 1: `chunks` refuses 0.
    let share = orders.len().div_ceil(threads).max(1);
    let subtotal = |share: &[T]| share.iter().map(&worth).sum::<u64>();
    thread::scope(|scope| {
        // A list of handles, not one chain of iterators, which would join each thread before it starts the next.
        let started: Vec<_> = orders
            .chunks(share)
            .map(|share| scope.spawn(move || subtotal(share)))
            .collect();
        started
            .into_iter()
            // Not `unwrap`: that would panic with words of its own.
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|payload| resume_unwind(payload))
            })
            .sum()
    })
}
