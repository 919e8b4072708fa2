//! A count for each piece with `fold`, added up with `reduce`; the numbers of each chunk in a list of their own.

use rayon::prelude::*;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    if n < 4 {
        return n >= 2;
    }
    (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    (0..end)
        .into_par_iter()
        .with_min_len(64)
        .fold(|| 0, |sum, n| sum + usize::from(question(n)))
        .reduce(|| 0, |one, other| one + other)
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let numbers: Vec<u32> = (0..end).collect();
    let chunks: Vec<Vec<u32>> = numbers
        .par_chunks(100)
        .map(|chunk| chunk.iter().copied().filter(|n| question(*n)).collect())
        .collect();
    chunks.concat()
}
