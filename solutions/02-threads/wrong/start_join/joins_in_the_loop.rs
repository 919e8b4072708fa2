//! Misconception: a thread that has been started goes on while its starter waits for it, so starting and waiting may stand in one loop.
//! Refused by: behaves, shuts_down, speeds_up

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
    let mut results = Vec::new();
    for Job { name, work } in jobs {
        let thread = thread::Builder::new().name(name.clone());
        let handle = thread.spawn(work).unwrap();
        results.push(handle.join().map_err(|payload| Crash {
            name,
            message: text(payload.as_ref()),
        }));
    }
    results
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
