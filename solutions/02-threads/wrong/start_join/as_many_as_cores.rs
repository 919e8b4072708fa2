//! Misconception: more threads than cores gain nothing, so the rest of the jobs can wait for a free core.
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
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut jobs = jobs.into_iter();
    let mut results = Vec::new();
    loop {
        let batch: Vec<_> = jobs.by_ref().take(cores).map(start).collect();
        if batch.is_empty() {
            return results;
        }
        results.extend(batch.into_iter().map(end));
    }
}

fn start<T: Send + 'static>(job: Job<T>) -> (String, thread::JoinHandle<T>) {
    let thread = thread::Builder::new().name(job.name.clone());
    (job.name, thread.spawn(job.work).unwrap())
}

fn end<T>((name, handle): (String, thread::JoinHandle<T>)) -> Result<T, Crash> {
    handle.join().map_err(|payload| Crash {
        name,
        message: text(payload.as_ref()),
    })
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
