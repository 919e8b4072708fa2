//! One parallel iterator: rayon cuts the range where a thread has nothing to do, not where somebody guessed.

use rayon::prelude::*;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    // As a division, because `d * d` of a large prime's last divisor does not fit into 32 bits.
    let small_enough = |d: &u32| *d <= n / *d;
    n > 1 && (2..).take_while(small_enough).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    // Each piece counts for itself, and the counts are added where two pieces come together: nothing is shared.
    asked(end, question).count()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    // `collect` puts the pieces together in the order of the range, whoever is done first.
    asked(end, question).collect()
}

/// The numbers below `end` that the question is true of.
fn asked(
    end: u32,
    question: impl Fn(u32) -> bool + Sync + Send,
) -> impl ParallelIterator<Item = u32> {
    // Thieves cut a piece anew, and left to themselves they go down to single numbers.
    let numbers = (0..end).into_par_iter().with_min_len(16);
    numbers.filter(move |n| question(*n))
}
