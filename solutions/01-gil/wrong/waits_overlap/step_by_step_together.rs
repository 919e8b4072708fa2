//! Misconception: all jobs do their first step, then all their second, and so on: so waits of the same step overlap.
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
    let mut ended: Vec<bool> = jobs.iter().map(|_| true).collect();
    let mut jobs: Vec<_> = jobs.into_iter().map(Vec::into_iter).collect();
    loop {
        let steps: Vec<_> = jobs.iter_mut().map(Iterator::next).collect();
        if steps.iter().all(Option::is_none) {
            break;
        }
        let ends: Vec<_> = thread::scope(|s| {
            let start = |step| s.spawn(|| execute(step, &variables));
            let threads: Vec<_> = steps.into_iter().map(start).collect();
            threads.into_iter().map(|thread| thread.join()).collect()
        });
        for (place, end) in ends.into_iter().enumerate() {
            if end.is_err() {
                ended[place] = false;
                jobs[place] = Vec::new().into_iter();
            }
        }
    }
    Outcome {
        variables: variables
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner),
        failed: (0..ended.len()).filter(|&job| !ended[job]).collect(),
    }
}

fn execute(step: Option<Step>, variables: &Mutex<Variables>) {
    match step {
        Some(Step::Compute(work)) => work(&mut lock(variables)),
        Some(Step::Wait(waiting)) => waiting(),
        None => (),
    }
}

fn lock(variables: &Mutex<Variables>) -> MutexGuard<'_, Variables> {
    variables.lock().unwrap_or_else(PoisonError::into_inner)
}
