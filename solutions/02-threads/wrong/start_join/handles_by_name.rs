//! Misconception: a name belongs to one thread only, so the handles can be kept by name.
//! Refused by: behaves

use std::any::Any;
use std::collections::HashMap;
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
    let names: Vec<String> = jobs.iter().map(|job| job.name.clone()).collect();
    let mut handles = HashMap::new();
    for Job { name, work } in jobs {
        let thread = thread::Builder::new().name(name.clone());
        handles.insert(name, thread.spawn(work).unwrap());
    }
    let mut results = Vec::new();
    for name in names {
        let Some(handle) = handles.remove(&name) else {
            continue;
        };
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
