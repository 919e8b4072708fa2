//! Misconception: one key, so one thread: the others could do nothing anyway.
//! Refused by: race_free

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

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

pub fn run(mut variables: Variables, jobs: Vec<Job>) -> Outcome {
    let mut failed = Vec::new();
    for (place, job) in jobs.into_iter().enumerate() {
        let end = catch_unwind(AssertUnwindSafe(|| execute(job, &mut variables)));
        if end.is_err() {
            failed.push(place);
        }
    }
    Outcome { variables, failed }
}

fn execute(job: Job, variables: &mut Variables) {
    for step in job {
        match step {
            Step::Compute(work) => work(variables),
            Step::Wait(waiting) => waiting(),
        }
    }
}
