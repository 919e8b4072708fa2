//! Every thread of the pool takes the next batch as soon as it is done with its last one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// Numbers in a batch: long enough that taking one costs nothing, short enough that the last one ends soon.
const BATCH: u32 = 128;

/// Whether `n` has exactly two divisors.
pub fn is_prime(n: u32) -> bool {
    match n {
        0 | 1 => false,
        2 | 3 => true,
        _ if n.is_multiple_of(2) || n.is_multiple_of(3) => false,
        // Only 6k - 1 and 6k + 1 are left.
        _ => (5..=n.isqrt())
            .step_by(6)
            .all(|d| !n.is_multiple_of(d) && !n.is_multiple_of(d + 2)),
    }
}

/// How many numbers below `end` the question is true of.
pub fn count(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> usize {
    let batches = batches(end, |from, to| (from..to).filter(|n| question(*n)).count());
    batches.into_iter().map(|(_, count)| count).sum()
}

/// The numbers below `end` that the question is true of, in ascending order.
pub fn list(end: u32, question: impl Fn(u32) -> bool + Sync + Send) -> Vec<u32> {
    let mut batches = batches(end, |from, to| {
        (from..to).filter(|n| question(*n)).collect::<Vec<_>>()
    });
    batches.sort_by_key(|(from, _)| *from);
    batches.into_iter().flat_map(|(_, found)| found).collect()
}

/// What `work` says of each batch, with the batch's first number, in any order.
fn batches<T: Send>(end: u32, work: impl Fn(u32, u32) -> T + Sync) -> Vec<(u32, T)> {
    let (next, done) = (AtomicU32::new(0), Mutex::new(Vec::new()));
    let worker = || {
        let mut own = Vec::new();
        loop {
            let batch = next.fetch_add(1, Ordering::Relaxed);
            let from = batch.saturating_mul(BATCH);
            if from >= end {
                break;
            }
            own.push((from, work(from, from.saturating_add(BATCH).min(end))));
        }
        done.lock().unwrap().extend(own);
    };
    rayon::scope(|s| {
        for _ in 0..rayon::current_num_threads() {
            s.spawn(|_| worker());
        }
    });
    done.into_inner().unwrap()
}
