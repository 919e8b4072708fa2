//! Misconception: what runs in the pool runs in parallel.
//! Refused by: speeds_up

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
    let mut found = Vec::new();
    for from in (0..end).step_by(256) {
        let piece = || (from..end.min(from + 256)).filter(|n| question(*n));
        // Each scope ends when its piece is done.
        rayon::scope(|s| s.spawn(|_| found.extend(piece())));
    }
    found
}
