//! Starts the first job, deals with the rest, and joins the first on the way back.

use std::any::Any;
use std::collections::VecDeque;
use std::thread;
use std::vec::IntoIter;

/// One import.
pub struct Job<T> {
    /// What its thread is called.
    pub name: String,
    pub work: Box<dyn FnOnce() -> T + Send>,
}

/// A job that panicked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crash {
    /// The job's.
    pub name: String,
    /// What the panic said; `None` if it carried something else than text.
    pub message: Option<String>,
}

/// Runs the jobs, a thread each, and hands back what became of each.
pub fn run_all<T: Send + 'static>(jobs: Vec<Job<T>>) -> Vec<Result<T, Crash>> {
    rest(jobs.into_iter()).into()
}

fn rest<T: Send + 'static>(mut jobs: IntoIter<Job<T>>) -> VecDeque<Result<T, Crash>> {
    let Some(Job { name, work }) = jobs.next() else {
        return VecDeque::new();
    };
    let thread = thread::Builder::new().name(name.clone()).spawn(work);
    let mut results = rest(jobs);
    results.push_front(match thread.unwrap().join() {
        Ok(value) => Ok(value),
        Err(payload) => Err(Crash {
            name,
            message: text(payload.as_ref()),
        }),
    });
    results
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
