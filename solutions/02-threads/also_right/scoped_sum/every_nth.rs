//! Thread `k` takes the orders `k`, `k + threads` and so on; the sum is kept under a lock.

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let sum = Mutex::new(0);
    let (sum_ref, worth) = (&sum, &worth);
    let panics: Vec<_> = thread::scope(|scope| {
        let mut started = Vec::new();
        for first in 0..threads {
            started.push(scope.spawn(move || {
                for order in orders.iter().skip(first).step_by(threads) {
                    let worth = worth(order);
                    *sum_ref.lock().unwrap() += worth;
                }
            }));
        }
        started
            .into_iter()
            .filter_map(|thread| thread.join().err())
            .collect()
    });
    if let Some(payload) = panics.into_iter().next() {
        resume_unwind(payload);
    }
    sum.into_inner().unwrap()
}
