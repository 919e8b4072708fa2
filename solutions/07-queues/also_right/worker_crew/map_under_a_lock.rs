//! One map under a lock, filled by all. The calling thread is one of the workers. A panic is told by a `JoinHandle`,
//! of a thread that was started for a job.

use std::collections::BTreeMap;
use std::sync::Mutex;
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
    let map = Mutex::new(BTreeMap::new());
    let shift = || {
        loop {
            let Ok(job) = jobs.recv() else { return };
            let outcome = thread::scope(|s| s.spawn(|| do_it(job.what)).join());
            map.lock().unwrap().insert(job.number, outcome);
        }
    };
    thread::scope(|s| {
        for _ in 1..workers {
            s.spawn(shift);
        }
        shift();
    });
    map.into_inner().unwrap()
}
