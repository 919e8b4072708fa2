//! Misconception: when a scope is over, its threads are: who catches panics inside them need not join.
//! Refused by: shuts_down

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;

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
    let mut results: Vec<Option<Result<T, Crash>>> = jobs.iter().map(|_| None).collect();
    thread::scope(|scope| {
        for (Job { name, work }, result) in jobs.into_iter().zip(&mut results) {
            let thread = thread::Builder::new().name(name.clone());
            let run = move || {
                let ended = catch_unwind(AssertUnwindSafe(work));
                *result = Some(ended.map_err(|payload| Crash {
                    name,
                    message: text(payload.as_ref()),
                }));
            };
            thread.spawn_scoped(scope, run).unwrap();
        }
    });
    results.into_iter().map(Option::unwrap).collect()
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
