//! Misconception: rayon's pieces are worth their way, whatever is in them and however many threads there are.
//! Refused by: speeds_up

use rayon::prelude::*;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    let small_enough = |d: &u32| *d <= n / *d;
    n > 1 && (2..).take_while(small_enough).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    asked(end, question).count()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    asked(end, question).collect()
}

/// The numbers below `end` that the question is true of.
fn asked(
    end: u32,
    question: impl Fn(u32) -> bool + Sync + Send,
) -> impl ParallelIterator<Item = u32> {
    (0..end).into_par_iter().filter(move |n| question(*n))
}
