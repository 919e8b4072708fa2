//! Plain threads instead of a scope: what they share is behind `Arc`, each job's panic is caught in its own
//! thread, and whoever is last hands everything over.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
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
    let shared = Arc::new(Mutex::new(variables));
    let mut threads = Vec::new();
    for job in jobs {
        let shared = Arc::clone(&shared);
        threads.push(thread::spawn(move || {
            let end = catch_unwind(AssertUnwindSafe(|| {
                job.into_iter().for_each(|step| execute(step, &shared));
            }));
            end.is_ok()
        }));
    }
    let mut failed = Vec::new();
    for (place, thread) in threads.into_iter().enumerate() {
        if !thread.join().unwrap_or(false) {
            failed.push(place);
        }
    }
    let mut variables = shared.lock().unwrap_or_else(PoisonError::into_inner);
    Outcome {
        variables: std::mem::take(&mut *variables),
        failed,
    }
}

fn execute(step: Step, shared: &Mutex<Variables>) {
    match step {
        Step::Wait(waiting) => waiting(),
        Step::Compute(work) => {
            let mut variables = shared.lock().unwrap_or_else(PoisonError::into_inner);
            work(&mut variables);
        }
    }
}
