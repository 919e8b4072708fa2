//! Misconception: each job works on a copy, and the copies are put together at the end: so no lock is needed.
//! Refused by: race_free

use std::collections::BTreeMap;
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
    let ends: Vec<_> = thread::scope(|s| {
        let start = |job| {
            let copy = variables.clone();
            s.spawn(|| execute(job, copy))
        };
        let threads: Vec<_> = jobs.into_iter().map(start).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    let mut all = variables;
    let mut failed = Vec::new();
    for (place, end) in ends.into_iter().enumerate() {
        match end {
            Ok(copy) => all.extend(copy),
            Err(_) => failed.push(place),
        }
    }
    Outcome {
        variables: all,
        failed,
    }
}

fn execute(job: Job, mut variables: Variables) -> Variables {
    for step in job {
        match step {
            Step::Compute(work) => work(&mut variables),
            Step::Wait(waiting) => waiting(),
        }
    }
    variables
}
