//! Catches panics where they happen, and sends them like subtotals.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let (subtotals, all) = mpsc::channel();
    thread::scope(|scope| {
        for number in 0..threads {
            let (from, to) = (
                orders.len() * number / threads,
                orders.len() * (number + 1) / threads,
            );
            let (subtotals, share, worth) = (subtotals.clone(), &orders[from..to], &worth);
            scope.spawn(move || {
                let add_up = || share.iter().map(worth).sum::<u64>();
                subtotals
                    .send(catch_unwind(AssertUnwindSafe(add_up)))
                    .unwrap();
            });
        }
    });
    drop(subtotals);
    let subtotals: Result<Vec<u64>, _> = all.into_iter().collect();
    subtotals.map_or_else(
        |payload| resume_unwind(payload),
        |all| all.into_iter().sum(),
    )
}
