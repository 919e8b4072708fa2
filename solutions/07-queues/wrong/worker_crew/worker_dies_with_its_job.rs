//! Misconception: a panic stays in its thread and does no harm to the others.
//! Refused by: behaves

use std::collections::BTreeMap;
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
    let (jobs, do_it) = (&jobs, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            let done = done.clone();
            s.spawn(move || {
                while let Ok(Job { number, what }) = jobs.recv() {
                    let _ = done.send((number, Ok(do_it(what))));
                }
            });
        }
        drop(done);
        outcomes.iter().collect()
    })
}
