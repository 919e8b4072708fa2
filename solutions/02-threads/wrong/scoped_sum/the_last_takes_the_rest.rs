//! Misconception: the rest that does not divide is small, so the last thread can take it.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len() / threads;
    let worth = &worth;
    thread::scope(|scope| {
        let started: Vec<_> = (0..threads)
            .map(|number| {
                let from = number * share;
                let to = match number + 1 == threads {
                    true => orders.len(),
                    false => from + share,
                };
                scope.spawn(move || orders[from..to].iter().map(worth).sum::<u64>())
            })
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
