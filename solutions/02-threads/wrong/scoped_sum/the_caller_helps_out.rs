//! Misconception: the thread that calls is there anyway, so it does not count when it helps.
//! Refused by: behaves, speeds_up

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut subtotal = 0;
        while let Some(order) = orders.get(next.fetch_add(1, Relaxed)) {
            subtotal += worth(order);
        }
        subtotal
    };
    thread::scope(|scope| {
        let others: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut sum = work();
        for thread in others {
            sum += thread
                .join()
                .unwrap_or_else(|payload| resume_unwind(payload));
        }
        sum
    })
}
