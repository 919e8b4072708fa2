//! Misconception: `lock().unwrap()` cannot fail, since each job minds its own business.
//! Refused by: race_free

use std::collections::BTreeMap;
use std::sync::Mutex;
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
    let ends: Vec<_> = thread::scope(|s| {
        let start = |job| s.spawn(|| execute(job, &variables));
        let threads: Vec<_> = jobs.into_iter().map(start).collect();
        threads.into_iter().map(|thread| thread.join()).collect()
    });
    Outcome {
        variables: variables.into_inner().unwrap(),
        failed: (0..ends.len()).filter(|&job| ends[job].is_err()).collect(),
    }
}

fn execute(job: Job, variables: &Mutex<Variables>) {
    for step in job {
        match step {
            Step::Compute(work) => work(&mut variables.lock().unwrap()),
            Step::Wait(waiting) => waiting(),
        }
    }
}
