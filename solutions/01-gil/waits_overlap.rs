//! A thread a job, and the lock for as long as a step computes.

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

/// Runs all jobs at once on `variables`.
pub fn run(variables: Variables, jobs: Vec<Job>) -> Outcome {
    let variables = Mutex::new(variables);
    let ends: Vec<_> = thread::scope(|s| {
        let start = |job| s.spawn(|| execute(job, &variables));
        // All are started before the first is joined.
        let threads: Vec<_> = jobs.into_iter().map(start).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    Outcome {
        variables: variables
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        failed: (0..ends.len()).filter(|&job| ends[job].is_err()).collect(),
    }
}

fn execute(job: Job, variables: &Mutex<Variables>) {
    for step in job {
        match step {
            // The guard has no name and is gone at the end of the line: no wait ever happens under it.
            Step::Compute(work) => work(&mut lock(variables)),
            Step::Wait(waiting) => waiting(),
        }
    }
}

/// The variables as a panic left them: that is what was asked for, so the poison says nothing here.
fn lock(variables: &Mutex<Variables>) -> MutexGuard<'_, Variables> {
    variables.lock().unwrap_or_else(PoisonError::into_inner)
}
