//! No lock: one thread owns the variables, and the jobs send it what there is to compute. It catches panics
//! itself, and the job learns of its end from the reply.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, Receiver, Sender};
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

type Work = Box<dyn FnOnce(&mut Variables) + Send>;

/// A computation, and where to say whether it went well.
struct Request {
    work: Work,
    done: Sender<bool>,
}

pub fn run(mut variables: Variables, jobs: Vec<Job>) -> Outcome {
    let (ask, asked) = mpsc::channel();
    let failed = thread::scope(|s| {
        let threads: Vec<_> = jobs
            .into_iter()
            .map(|job| {
                let ask = ask.clone();
                s.spawn(move || execute(job, ask))
            })
            .collect();
        drop(ask);
        serve(&mut variables, asked);
        let sound = threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or(false));
        let by_place = sound.enumerate();
        by_place
            .filter(|(_, sound)| !sound)
            .map(|(place, _)| place)
            .collect()
    });
    Outcome { variables, failed }
}

/// Until no job is left that could ask.
fn serve(variables: &mut Variables, asked: Receiver<Request>) {
    for Request { work, done } in asked {
        let end = catch_unwind(AssertUnwindSafe(|| work(variables)));
        // The job waits for this answer.
        let _ = done.send(end.is_ok());
    }
}

/// Whether the job got to its end.
fn execute(job: Job, ask: Sender<Request>) -> bool {
    for step in job {
        match step {
            Step::Wait(waiting) => waiting(),
            Step::Compute(work) => {
                let (done, end) = mpsc::channel();
                let asked = ask.send(Request { work, done });
                if asked.is_err() || end.recv() != Ok(true) {
                    return false;
                }
            }
        }
    }
    true
}
