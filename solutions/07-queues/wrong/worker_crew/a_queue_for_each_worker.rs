//! Misconception: jobs are dealt out like cards, so that everybody gets as many.
//! Refused by: race_free

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam::channel::{Receiver, unbounded};

/// A job, with its number.
pub struct Job<J> {
    pub number: u32,
    pub what: J,
}

pub fn work_off<J, R>(
    workers: usize,
    jobs: Receiver<Job<J>>,
    do_it: impl Fn(J) -> R + Sync,
) -> BTreeMap<u32, thread::Result<R>>
where
    J: Send,
    R: Send,
{
    let (done, outcomes) = unbounded();
    let do_it = &do_it;
    thread::scope(|s| {
        let mut hands = Vec::new();
        for _ in 0..workers {
            let done = done.clone();
            let (hand, mine) = unbounded();
            hands.push(hand);
            s.spawn(move || {
                while let Ok(Job { number, what }) = mine.recv() {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop(done);
        for (job, worker) in jobs.iter().zip((0..workers).cycle()) {
            let _ = hands[worker].send(job);
        }
        drop(hands);
        outcomes.iter().collect()
    })
}
