//! A crew on one channel: workers leave when it is disconnected, and the collector when the last worker has left.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam::channel::{Receiver, unbounded};

/// A job, with its number.
pub struct Job<J> {
    pub number: u32,
    pub what: J,
}

/// Does all jobs that come, with `workers` threads (at least one), and tells what became of each.
pub fn work_off<J, R>(
    workers: usize,
    jobs: Receiver<Job<J>>,
    do_it: impl Fn(J) -> R + Sync,
) -> BTreeMap<u32, thread::Result<R>>
where
    J: Send,
    R: Send,
{
    // Unbounded, since all outcomes are kept anyway. A limit here would only let workers wait for the collector.
    let (done, outcomes) = unbounded();
    let (jobs, do_it) = (&jobs, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            let done = done.clone();
            s.spawn(move || {
                // One receiver for all: each job goes to one of those who wait.
                for Job { number, what } in jobs {
                    // Nothing of ours is half changed when the job panics: it had its `what` to itself.
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    // The collector stays until the last worker has left.
                    let _ = done.send((number, outcome));
                }
            });
        }
        // This sender is no worker's. As long as it is there, the collector waits.
        drop(done);
        outcomes.iter().collect()
    })
}
