//! Misconception: a worker can look for jobs once a second.
//! Refused by: race_free, shuts_down

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use crossbeam::channel::{Receiver, TryRecvError, unbounded};

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
                loop {
                    let Job { number, what } = match jobs.try_recv() {
                        Ok(job) => job,
                        Err(TryRecvError::Disconnected) => break,
                        Err(TryRecvError::Empty) => {
                            thread::sleep(Duration::from_secs(1));
                            continue;
                        }
                    };
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop(done);
        outcomes.iter().collect()
    })
}
