//! Misconception: more threads than cores are of no use.
//! Refused by: speeds_up

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

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

/// What is there when all jobs have ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub variables: Variables,
    /// The jobs that a panic has ended: their places in the list that `run` was given, in ascending order.
    pub failed: Vec<usize>,
}

const CORES: usize = 4;

pub fn run(variables: Variables, jobs: Vec<Job>) -> Outcome {
    let variables = Mutex::new(variables);
    let failed = Mutex::new(Vec::new());
    let jobs = Mutex::new(jobs.into_iter().enumerate());
    thread::scope(|s| {
        for _ in 0..CORES {
            s.spawn(|| {
                loop {
                    let next = jobs.lock().unwrap().next();
                    let Some((place, job)) = next else { break };
                    if catch_unwind(AssertUnwindSafe(|| execute(job, &variables))).is_err() {
                        failed.lock().unwrap().push(place);
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap();
    failed.sort();
    Outcome {
        variables: variables
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        failed,
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
