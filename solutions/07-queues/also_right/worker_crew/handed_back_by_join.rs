//! Each worker keeps its own outcomes and hands them back when it is joined: no second channel.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam::channel::Receiver;

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
    let shift = || {
        let one = |job: Job<J>| {
            let outcome = catch_unwind(AssertUnwindSafe(|| do_it(job.what)));
            (job.number, outcome)
        };
        jobs.iter().map(one).collect::<Vec<_>>()
    };
    thread::scope(|s| {
        let crew: Vec<_> = (0..workers).map(|_| s.spawn(shift)).collect();
        let shares = crew.into_iter().map(|worker| worker.join());
        shares
            .flat_map(|share| share.expect("no job ends a worker"))
            .collect()
    })
}
