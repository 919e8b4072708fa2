//! Misconception: whoever finds a number adds it to the list: that is the order of the numbers.
//! Refused by: behaves

use rayon::prelude::*;
use std::sync::Mutex;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    (0..end).into_par_iter().filter(|n| question(*n)).count()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let found = Mutex::new(Vec::new());
    (0..end).into_par_iter().for_each(|n| {
        if question(n) {
            found.lock().unwrap().push(n);
        }
    });
    found.into_inner().unwrap()
}
