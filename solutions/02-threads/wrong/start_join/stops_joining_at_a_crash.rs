//! Misconception: the threads behind the one that crashed end by themselves, and need no join.
//! Refused by: behaves, race_free, shuts_down

use std::any::Any;
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
    let started: Vec<_> = jobs
        .into_iter()
        .map(|Job { name, work }| {
            let thread = thread::Builder::new().name(name.clone());
            (name, thread.spawn(work).unwrap())
        })
        .collect();
    let mut results = Vec::new();
    for (name, handle) in started {
        let result = handle.join().map_err(|payload| Crash {
            name,
            message: text(payload.as_ref()),
        });
        let crashed = result.is_err();
        results.push(result);
        if crashed {
            break;
        }
    }
    results
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
