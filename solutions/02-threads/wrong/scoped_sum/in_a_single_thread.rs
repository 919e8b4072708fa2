//! Misconception: inside a scope the work spreads over the cores by itself.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], _threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    thread::scope(|scope| {
        let work = scope.spawn(|| orders.iter().map(&worth).sum());
        work.join().unwrap_or_else(|payload| resume_unwind(payload))
    })
}
