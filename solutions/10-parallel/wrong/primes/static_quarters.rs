//! Misconception: a quarter of the numbers is a quarter of the work.
//! Refused by: speeds_up

use std::ops::Range;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    n > 1 && (2..=n.isqrt()).all(|d| !n.is_multiple_of(d))
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    let [first, second, third, last] = quarters(end);
    let piece = |numbers: Range<u32>| numbers.filter(|n| question(*n)).count();
    let ((a, b), (c, d)) = rayon::join(
        || rayon::join(|| piece(first), || piece(second)),
        || rayon::join(|| piece(third), || piece(last)),
    );
    a + b + c + d
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let [first, second, third, last] = quarters(end);
    let piece = |numbers: Range<u32>| numbers.filter(|n| question(*n)).collect::<Vec<_>>();
    let ((a, b), (c, d)) = rayon::join(
        || rayon::join(|| piece(first), || piece(second)),
        || rayon::join(|| piece(third), || piece(last)),
    );
    [a, b, c, d].concat()
}

fn quarters(end: u32) -> [Range<u32>; 4] {
    let length = end.div_ceil(4);
    [0, 1, 2, 3].map(|quarter| end.min(quarter * length)..end.min((quarter + 1) * length))
}
