//! Misconception: a division into pieces comes out even.
//! Refused by: behaves

use rayon::prelude::*;

/// So many pieces, for a good balance.
const PIECES: u32 = 64;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    let length = end / PIECES;
    let piece = |number: u32| {
        let numbers = number * length..(number + 1) * length;
        numbers.filter(|n| question(*n)).count()
    };
    (0..PIECES).into_par_iter().map(piece).sum()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    (0..end).into_par_iter().filter(|n| question(*n)).collect()
}
