//! Misconception: a shared count is safe behind a lock, and the lock is taken first.
//! Refused by: speeds_up

use rayon::prelude::*;
use std::sync::Mutex;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    let count = Mutex::new(0);
    (0..end).into_par_iter().for_each(|n| {
        let mut count = count.lock().unwrap();
        if question(n) {
            *count += 1;
        }
    });
    count.into_inner().unwrap()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    (0..end).into_par_iter().filter(|n| question(*n)).collect()
}
