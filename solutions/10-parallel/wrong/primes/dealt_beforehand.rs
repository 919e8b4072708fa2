//! Misconception: if each thread is dealt many small pieces, the cost is spread evenly.
//! Refused by: speeds_up

use rayon::prelude::*;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    list(end, question).len()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let threads = rayon::current_num_threads() as u32;
    let own = |thread: u32| {
        let pieces = (thread * 64..end).step_by(threads as usize * 64);
        let numbers = pieces.flat_map(|from| from..end.min(from + 64));
        numbers.filter(|n| question(*n)).collect::<Vec<_>>()
    };
    let mut found = (0..threads)
        .into_par_iter()
        .map(own)
        .collect::<Vec<_>>()
        .concat();
    found.sort_unstable();
    found
}
