//! Misconception: the limit only has to be long enough.
//! Refused by: race_free

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

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
    let (jobs, do_it) = (&jobs, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            let done = done.clone();
            s.spawn(move || {
                while let Ok(Job { number, what }) =
                    jobs.recv_timeout(Duration::from_secs(24 * 3600))
                {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop(done);
        outcomes.iter().collect()
    })
}
