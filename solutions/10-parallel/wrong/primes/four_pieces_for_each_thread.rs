//! Misconception: four pieces for each thread are few, however many threads there are.
//! Refused by: speeds_up

use rayon::prelude::*;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    let small_enough = |d: &u32| *d <= n / *d;
    n > 1 && (2..).take_while(small_enough).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    let found = |(from, to): (u32, u32)| (from..to).filter(|n| question(*n)).count();
    pieces(end).into_par_iter().map(found).sum()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let found =
        |(from, to): (u32, u32)| -> Vec<u32> { (from..to).filter(|n| question(*n)).collect() };
    let found: Vec<Vec<u32>> = pieces(end).into_par_iter().map(found).collect();
    found.concat()
}

/// From where to where, some for each thread, at least eight in all.
fn pieces(end: u32) -> Vec<(u32, u32)> {
    let pieces = (4 * rayon::current_num_threads() as u32).max(8);
    let size = end.div_ceil(pieces).max(1);
    let starts = (0..end).step_by(size as usize);
    starts
        .map(|from| (from, from.saturating_add(size).min(end)))
        .collect()
}
