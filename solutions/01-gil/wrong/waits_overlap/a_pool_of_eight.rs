//! Misconception: eight threads are a good number for a pool, and the rest of the jobs can queue.
//! Refused by: speeds_up

use std::collections::BTreeMap;
use std::iter::Enumerate;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::vec::IntoIter;

/// What the interpreter knows, by name.
pub type Variables = BTreeMap<&'static str, i64>;

/// A piece of a job.
pub enum Step {
    /// Executes bytecodes.
    Compute(Box<dyn FnOnce(&mut Variables) + Send>),
    /// Waits for the world outside.
    Wait(Box<dyn FnOnce() + Send>),
}

/// Steps, first to last.
pub type Job = Vec<Step>;

const THREADS: usize = 8;

/// What is there when all jobs have ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub variables: Variables,
    /// The jobs that a panic has ended: their places in the list that `run` was given, in ascending order.
    pub failed: Vec<usize>,
}

pub fn run(variables: Variables, jobs: Vec<Job>) -> Outcome {
    let variables = Mutex::new(variables);
    let queue = Mutex::new(jobs.into_iter().enumerate());
    let mut failed: Vec<usize> = thread::scope(|s| {
        let serve = || s.spawn(|| serve(&queue, &variables));
        let pool: Vec<_> = (0..THREADS).map(|_| serve()).collect();
        pool.into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    failed.sort();
    Outcome {
        variables: variables
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        failed,
    }
}

/// The jobs that failed here.
fn serve(queue: &Mutex<Enumerate<IntoIter<Job>>>, variables: &Mutex<Variables>) -> Vec<usize> {
    let mut failed = Vec::new();
    loop {
        let next = queue.lock().unwrap().next();
        let Some((place, job)) = next else {
            return failed;
        };
        if catch_unwind(AssertUnwindSafe(|| execute(job, variables))).is_err() {
            failed.push(place);
        }
    }
}

fn execute(job: Job, variables: &Mutex<Variables>) {
    for step in job {
        match step {
            Step::Compute(work) => work(&mut lock(variables)),
            Step::Wait(waiting) => waiting(),
        }
    }
}

fn lock(variables: &Mutex<Variables>) -> MutexGuard<'_, Variables> {
    variables.lock().unwrap_or_else(PoisonError::into_inner)
}
