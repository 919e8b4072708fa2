//! Misconception: pieces of a sixteenth are small enough for any number of threads.
//! Refused by: speeds_up

use std::panic::resume_unwind;
use std::sync::Mutex;
use std::thread;

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let pieces = Mutex::new(orders.chunks((orders.len() / 16).max(1)));
    let take = || pieces.lock().unwrap().next();
    let work = || {
        let mut subtotal = 0;
        while let Some(piece) = take() {
            subtotal += piece.iter().map(&worth).sum::<u64>();
        }
        subtotal
    };
    thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|payload| resume_unwind(payload))
            })
            .sum()
    })
}
