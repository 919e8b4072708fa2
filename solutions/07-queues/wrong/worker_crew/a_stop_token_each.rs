//! Misconception: jobs go into a queue of the crew's own, with a stop item for each worker at its end.
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
    let (done, outcomes) = unbounded();
    let (queue, todo) = unbounded::<Option<Job<J>>>();
    let (todo, do_it) = (&todo, &do_it);
    thread::scope(|s| {
        for _ in 0..workers {
            let done = done.clone();
            s.spawn(move || {
                while let Ok(Some(Job { number, what })) = todo.recv() {
                    let outcome = catch_unwind(AssertUnwindSafe(|| do_it(what)));
                    let _ = done.send((number, outcome));
                }
            });
        }
        drop(done);
        for job in jobs {
            let _ = queue.send(Some(job));
        }
        for _ in 0..workers {
            let _ = queue.send(None);
        }
        outcomes.iter().collect()
    })
}
