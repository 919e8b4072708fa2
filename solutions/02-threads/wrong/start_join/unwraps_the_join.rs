//! Misconception: `join` fails only if something is wrong with the thread itself, so its result may be unwrapped.
//! Refused by: behaves

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
    let handles: Vec<_> = jobs
        .into_iter()
        .map(|Job { name, work }| thread::Builder::new().name(name).spawn(work).unwrap())
        .collect();
    handles
        .into_iter()
        .map(|handle| Ok(handle.join().unwrap()))
        .collect()
}
