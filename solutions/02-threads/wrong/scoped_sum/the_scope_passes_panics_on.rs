//! Misconception: a scope joins its threads, so it passes their panics on as they were.
//! Refused by: behaves

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads).max(1);
    let sum = AtomicU64::new(0);
    let add_up = |share: &[T]| sum.fetch_add(share.iter().map(&worth).sum(), Relaxed);
    thread::scope(|scope| {
        for share in orders.chunks(share) {
            scope.spawn(|| add_up(share));
        }
    });
    sum.into_inner()
}
