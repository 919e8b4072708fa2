//! Misconception: when a job has failed, the others are of no interest any more.
//! Refused by: race_free

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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
    let variables = Arc::new(Mutex::new(variables));
    let (ended, ends) = mpsc::channel();
    for (place, job) in jobs.into_iter().enumerate() {
        let (variables, ended) = (Arc::clone(&variables), ended.clone());
        thread::spawn(move || {
            let sound = catch_unwind(AssertUnwindSafe(|| execute(job, &variables))).is_ok();
            let _ = ended.send((place, sound));
        });
    }
    drop(ended);
    let first_failure = ends.into_iter().find(|(_, sound)| !sound);
    let variables = lock(&variables).clone();
    Outcome {
        variables,
        failed: first_failure.into_iter().map(|(place, _)| place).collect(),
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
