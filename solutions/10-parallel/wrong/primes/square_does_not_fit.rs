//! Misconception: what is compared with a `u32` fits into one.
//! Refused by: behaves

use rayon::prelude::*;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    let mut d = 2;
    while d * d <= n {
        if n.is_multiple_of(d) {
            return false;
        }
        d += 1;
    }
    n > 1
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    (0..end).into_par_iter().filter(|n| question(*n)).count()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    (0..end).into_par_iter().filter(|n| question(*n)).collect()
}
