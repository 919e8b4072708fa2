//! Misconception: `thread::scope` waits for its threads, so there is no need to join them.
//! Refused by: race_free

use std::collections::BTreeMap;
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

pub fn run(variables: Variables, jobs: Vec<Job>) -> Outcome {
    let variables = Mutex::new(variables);
    let failed = Mutex::new((0..jobs.len()).collect::<Vec<_>>());
    thread::scope(|s| {
        for (place, job) in jobs.into_iter().enumerate() {
            let (variables, failed) = (&variables, &failed);
            s.spawn(move || {
                execute(job, variables);
                failed.lock().unwrap().retain(|&other| other != place);
            });
        }
    });
    Outcome {
        variables: variables
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        failed: failed.into_inner().unwrap(),
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
