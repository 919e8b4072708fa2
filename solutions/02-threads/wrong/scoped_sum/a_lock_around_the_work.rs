//! Misconception: a lock is held only where the sum is added to, even if its guard was taken before the loop.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let share = orders.len().div_ceil(threads).max(1);
    let sum = Mutex::new(0);
    let add_up = |share: &[T]| {
        let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
        for order in share {
            *sum += worth(order);
        }
    };
    let add_up = &add_up;
    thread::scope(|scope| {
        let started: Vec<_> = orders
            .chunks(share)
            .map(|share| scope.spawn(move || add_up(share)))
            .collect();
        for thread in started {
            if let Err(payload) = thread.join() {
                resume_unwind(payload);
            }
        }
    });
    sum.into_inner().unwrap()
}
