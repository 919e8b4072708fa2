//! Misconception: the shift is over when as many jobs are done as were begun; a bad job counts as open.
//! Refused by: behaves

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use std::sync::{Condvar, Mutex};

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
    let (open, closed) = (&Mutex::new(0), &Condvar::new());
    let (jobs, do_it) = (&jobs, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            let done = done.clone();
            s.spawn(move || {
                while let Ok(Job { number, what }) = jobs.recv() {
                    *open.lock().unwrap() += 1;
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let Ok(result) = outcome else {
                        continue;
                    };
                    let _ = done.send((number, Ok(result)));
                    *open.lock().unwrap() -= 1;
                    closed.notify_all();
                }
            });
        }
        drop(done);
        let all = outcomes.iter().collect();
        let open = open.lock().unwrap();
        drop(closed.wait_while(open, |open| *open > 0).unwrap());
        all
    })
}
