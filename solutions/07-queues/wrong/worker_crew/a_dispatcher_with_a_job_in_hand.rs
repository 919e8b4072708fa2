//! Misconception: a job may as well wait with whoever hands it out.
//! Refused by: race_free

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam::channel::{Receiver, bounded, unbounded};

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
    let (give, next) = bounded(0);
    let do_it = &do_it;
    thread::scope(|s| {
        for _ in 0..workers {
            let (next, done) = (next.clone(), done.clone());
            s.spawn(move || {
                for Job { number, what } in next {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop((next, done));
        for job in jobs {
            let _ = give.send(job);
        }
        drop(give);
        outcomes.iter().collect()
    })
}
