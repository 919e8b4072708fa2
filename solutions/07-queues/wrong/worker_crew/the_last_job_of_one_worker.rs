//! Misconception: a worker that finds the channel at its end may clear what the others still do.
//! Refused by: behaves, race_free

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use std::sync::Mutex;

use crossbeam::channel::Receiver;

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
    let all = Mutex::new(BTreeMap::new());
    let (jobs, do_it) = (&jobs, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            s.spawn(|| {
                while let Ok(Job { number, what }) = jobs.recv() {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let mut seen = std::mem::take(&mut *all.lock().unwrap());
                    seen.insert(number, outcome);
                    *all.lock().unwrap() = seen;
                }
            });
        }
    });
    all.into_inner().unwrap()
}
