//! As an event loop does it: the calling thread does all the computing, and a wait gets a thread that reports
//! back when it is over. No lock, since nobody else ever touches the variables.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::vec;

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
    let mut jobs: Vec<vec::IntoIter<Step>> = jobs.into_iter().map(Vec::into_iter).collect();
    let mut failed = Vec::new();
    let (report, reports) = mpsc::channel();
    thread::scope(|s| {
        // Jobs that can take their next step; the others wait, and are in the channel when they have.
        let mut ready: Vec<usize> = (0..jobs.len()).rev().collect();
        let mut waiting = 0;
        loop {
            let Some(place) = ready.pop() else {
                if waiting == 0 {
                    break;
                }
                let (place, sound) = reports.recv().unwrap();
                waiting -= 1;
                match sound {
                    true => ready.push(place),
                    false => failed.push(place),
                }
                continue;
            };
            match jobs[place].next() {
                None => (),
                Some(Step::Compute(work)) => {
                    match catch_unwind(AssertUnwindSafe(|| work(&mut variables))) {
                        Ok(()) => ready.push(place),
                        Err(_) => failed.push(place),
                    }
                }
                Some(Step::Wait(wait)) => {
                    waiting += 1;
                    let report = report.clone();
                    s.spawn(move || {
                        let sound = catch_unwind(AssertUnwindSafe(wait)).is_ok();
                        report.send((place, sound)).unwrap();
                    });
                }
            }
        }
    });
    failed.sort();
    Outcome { variables, failed }
}
