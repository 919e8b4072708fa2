//! Misconception: a pool is only a way to have threads, and threads can be started where they are needed.
//! Refused by: behaves

use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

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
    let next = AtomicU32::new(0);
    let work = || {
        let batches = std::iter::repeat_with(|| next.fetch_add(64, Ordering::Relaxed));
        let own = batches.take_while(|from| *from < end);
        own.flat_map(|from| from..end.min(from + 64))
            .filter(|n| question(*n))
            .collect::<Vec<_>>()
    };
    let mut found = thread::scope(|s| {
        let workers: Vec<_> = (0..4).map(|_| s.spawn(work)).collect();
        let found = workers.into_iter().map(|worker| worker.join().unwrap());
        found.collect::<Vec<_>>().concat()
    });
    found.sort_unstable();
    found
}
