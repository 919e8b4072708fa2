//! Misconception: the more threads, the more overlaps: each step gets one.
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
    let ends: Vec<bool> = thread::scope(|s| {
        let start = |step| s.spawn(|| execute(step, &variables));
        let start_all = |job: Job| job.into_iter().map(start).collect::<Vec<_>>();
        let jobs: Vec<_> = jobs.into_iter().map(start_all).collect();
        let sound = |steps: Vec<thread::ScopedJoinHandle<()>>| {
            let ends: Vec<_> = steps.into_iter().map(|step| step.join()).collect();
            ends.iter().all(|end| end.is_ok())
        };
        jobs.into_iter().map(sound).collect()
    });
    Outcome {
        variables: variables
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        failed: (0..ends.len()).filter(|&job| !ends[job]).collect(),
    }
}

fn execute(step: Step, variables: &Mutex<Variables>) {
    match step {
        Step::Compute(work) => work(&mut lock(variables)),
        Step::Wait(waiting) => waiting(),
    }
}

fn lock(variables: &Mutex<Variables>) -> MutexGuard<'_, Variables> {
    variables.lock().unwrap_or_else(PoisonError::into_inner)
}
