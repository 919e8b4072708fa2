//! Workers say when they are free, on a channel of their own, and a foreman gets each of them the next job.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

use crossbeam::channel::{Receiver, Sender, bounded, unbounded};

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
    let (free, who_is_free) = unbounded::<Sender<Job<J>>>();
    let (done, outcomes) = unbounded();
    let do_it = &do_it;
    thread::scope(|s| {
        for _ in 0..workers {
            let (free, done) = (free.clone(), done.clone());
            s.spawn(move || {
                loop {
                    let (mine, next) = bounded(1);
                    if free.send(mine).is_err() {
                        return;
                    }
                    let Ok(Job { number, what }) = next.recv() else {
                        return;
                    };
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop((free, done));
        // First a free worker, then a job: none is taken from the channel before its time.
        for worker in &who_is_free {
            let Ok(job) = jobs.recv() else { break };
            let _ = worker.send(job);
        }
        drop(who_is_free);
        outcomes.iter().collect()
    })
}
