//! Misconception: whoever panics is the first to be joined.
//! Refused by: behaves

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads).max(1);
    let worth = &worth;
    thread::scope(|scope| {
        let started: Vec<_> = orders
            .chunks(share)
            .map(|share| scope.spawn(move || share.iter().map(worth).sum::<u64>()))
            .collect();
        let mut results = started.into_iter().map(|thread| thread.join());
        let first = match results.next() {
            Some(Err(payload)) => resume_unwind(payload),
            Some(Ok(subtotal)) => subtotal,
            None => 0,
        };
        first + results.map(Result::unwrap).sum::<u64>()
    })
}
