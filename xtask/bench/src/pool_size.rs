//! How much more a pool of chapter 09 does with more workers, if its jobs wait for the most part.
//!
//! A worker that waits W and computes C needs a core for C/(W + C) of its time, so N cores feed N·(1 + W/C) workers.
//! Up to there each worker adds its share, and beyond it nothing; the page draws that law over the points.
//!
//! Every pool has its turn in each round and is compared with one worker in the same round. It gets some jobs for each
//! of its workers, so that all pools run about as long, and the time of one job counts.

use std::cell::RefCell;
use std::thread;
use std::time::{Duration, Instant};

use pools_solutions::thread_pool::{JobHandle, ThreadPool};

use crate::contest::{Contestant, Load, Pace, hold};
use crate::job::{Job, Parts};
use crate::record::Record;

struct Service {
    /// Of as many workers as [`WORKERS`] says in the same place; the last ones are missing on small machines.
    pools: Vec<ThreadPool>,
    job: Job,
    /// What jobs did on the pool of one worker, where none has to wait for a core.
    alone: RefCell<Vec<Parts>>,
}

/// For each a contestant, which is called by it.
const WORKERS: [&str; 15] = [
    "1", "2", "3", "4", "6", "8", "12", "16", "24", "32", "48", "64", "96", "128", "192",
];
/// The cores feed five times their number with W = 4 C. As many again and some, to see that nothing comes of them.
const A_CORE: usize = 12;
const WAITS: Duration = Duration::from_millis(4);
const COMPUTES: Duration = Duration::from_millis(1);
/// Many, since a pool is not fully busy with the first ones, which all wait, nor with the last ones.
const JOBS_A_WORKER: usize = 8;

/// Holds the contest on this machine.
pub fn run(pace: Pace) -> Record {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = [Load {
        name: "jobs that wait and compute".to_string(),
        load: Service::new(Job::calibrated(WAITS, COMPUTES), A_CORE * cores),
        items: 1,
    }];
    let setting = "the pool of chapter 09";
    let mut record = Record::here(setting, "bench pool-size", "one worker", pace);
    record.cores = Some(cores);
    record.figures = hold(&load, &contestants(), pace)
        .into_iter()
        .map(|figure| figure.of_workers("pool"))
        .collect();
    record.job = Some(Parts::mean(&load[0].load.alone.borrow()));
    record
}

fn contestants() -> [Contestant<Service>; 15] {
    [
        of::<0>(),
        of::<1>(),
        of::<2>(),
        of::<3>(),
        of::<4>(),
        of::<5>(),
        of::<6>(),
        of::<7>(),
        of::<8>(),
        of::<9>(),
        of::<10>(),
        of::<11>(),
        of::<12>(),
        of::<13>(),
        of::<14>(),
    ]
}

fn of<const PLACE: usize>() -> Contestant<Service> {
    Contestant {
        name: WORKERS[PLACE],
        run: |service| service.time_of_a_job(PLACE),
    }
}

fn workers(place: usize) -> usize {
    WORKERS[place].parse().expect("it is a number")
}

impl Service {
    /// With pools of up to so many workers.
    fn new(job: Job, most_workers: usize) -> Service {
        let sizes = (0..WORKERS.len()).map(workers);
        let sizes = sizes.take_while(|workers| *workers <= most_workers);
        Service {
            pools: sizes.map(ThreadPool::new).collect(),
            job,
            alone: RefCell::default(),
        }
    }

    fn time_of_a_job(&self, place: usize) -> Option<Duration> {
        let pool = self.pools.get(place)?;
        let jobs = u32::try_from(JOBS_A_WORKER * workers(place)).ok()?;
        let job = self.job;
        let start = Instant::now();
        let submit = |seed| pool.submit(move || job.run(seed));
        let handles: Vec<JobHandle<Parts>> = (0..jobs).map(submit).collect();
        let parts: Vec<Parts> = handles
            .into_iter()
            .map(|handle| handle.wait().expect("no job panics"))
            .collect();
        let took = start.elapsed();
        if place == 0 {
            self.alone.borrow_mut().extend(parts);
        }
        Some(took / jobs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pools_are_as_large_as_they_are_called() {
        let service = Service::new(Job::that_waits(Duration::from_millis(1)), 4);
        assert_eq!(service.pools.len(), 4);
        let took: Vec<bool> = contestants()
            .iter()
            .map(|one| (one.run)(&service).is_some())
            .collect();
        assert_eq!(took.iter().filter(|took| **took).count(), 4);
        // Of one worker: its jobs come one after the other, however late this thread looks.
        assert!((contestants()[0].run)(&service) >= Some(Duration::from_millis(1)));
        assert_eq!(service.alone.borrow().len(), 2 * JOBS_A_WORKER);
    }
}
