//! Ticket: ten jobs that wait for a second each take ten seconds.
//!
//! A job of our teaching interpreter is a list of steps. Some compute: they work on the interpreter's
//! variables, which all jobs share. Some wait, for a socket or a disk, and touch no variable.
//! Today the jobs run one after the other, and the interpreter waits as often as they do.
//! One lock round the variables stays: we are after the waits, not after the computing.
//!
//! What must hold:
//! - Each job's steps run in their order, each of them once, and each begins when the one before has ended.
//! - A step that waits holds nobody up. Meanwhile all other jobs go on, be it to wait or to compute.
//! - Steps that compute run one at a time, on the one set of variables: each sees what those before it did.
//!   A step that can't have its turn yet sleeps; it does not ask again and again.
//! - A step that panics ends its job, and no other. The variables stay as that step left them.
//! - `run` returns when all jobs have ended, and leaves no thread behind.
//!
//! In which order steps of different jobs compute is up to you. So is whether a job needs its turn for
//! a moment when it begins, ends, or comes to a wait: it may then be held up by a computation, never by a wait.
//! There are never more than 40 jobs.

use std::collections::BTreeMap;

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
    todo!("run {} jobs on {} variables", jobs.len(), variables.len())
}
