//! Misconception: a scope waits for its threads and catches their panics, so nobody has to join them.
//! Refused by: behaves

use std::sync::Mutex;
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
    let slots: Vec<Mutex<Option<T>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for (Job { name, work }, slot) in jobs.into_iter().zip(&slots) {
            let run = move || {
                let value = work();
                *slot.lock().unwrap() = Some(value);
            };
            let thread = thread::Builder::new().name(name);
            thread.spawn_scoped(scope, run).unwrap();
        }
    });
    let ended = names.into_iter().zip(slots);
    ended
        .map(|(name, slot)| {
            slot.into_inner().unwrap().ok_or(Crash {
                name,
                message: None,
            })
        })
        .collect()
}
