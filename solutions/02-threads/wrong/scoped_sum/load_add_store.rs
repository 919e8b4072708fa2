//! Misconception: the sum is atomic, so adding to it is one step, however it is written.
//! Refused by: race_free

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads).max(1);
    let (sum, worth) = (&AtomicU64::new(0), &worth);
    thread::scope(|scope| {
        let mut started = Vec::new();
        for share in orders.chunks(share) {
            started.push(scope.spawn(move || {
                for order in share {
                    let worth = worth(order);
                    sum.store(sum.load(SeqCst) + worth, SeqCst);
                }
            }));
        }
        for thread in started {
            if let Err(payload) = thread.join() {
                resume_unwind(payload);
            }
        }
    });
    sum.load(SeqCst)
}
