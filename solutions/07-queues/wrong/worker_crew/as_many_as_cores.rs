//! Misconception: more threads than cores bring nothing.
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
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (done, outcomes) = unbounded();
    let (jobs, do_it) = (&jobs, &do_it);
    thread::scope(|s| {
        for _ in 0..workers.min(cores) {
            let done = done.clone();
            s.spawn(move || {
                for Job { number, what } in jobs {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop(done);
        outcomes.iter().collect()
    })
}
