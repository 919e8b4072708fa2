//! Each thread leaves its value in a slot of its own; a slot that is empty after the join belongs to a crash.

use std::any::Any;
use std::sync::{Arc, Mutex};
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
    let mut started = Vec::new();
    for Job { name, work } in jobs {
        let slot = Arc::new(Mutex::new(None));
        let inside = Arc::clone(&slot);
        let run = move || {
            // The work is done before the lock is taken: a panic does not poison it.
            let value = work();
            *inside.lock().unwrap() = Some(value);
        };
        let thread = thread::Builder::new().name(name.clone());
        started.push((name, slot, thread.spawn(run).unwrap()));
    }
    let ended = started
        .into_iter()
        .map(|(name, slot, thread)| (name, slot, thread.join().err()));
    ended
        .map(|(name, slot, panic)| {
            let value = slot.lock().unwrap().take();
            value.ok_or_else(|| Crash {
                name,
                message: panic.and_then(|payload| text(&*payload)),
            })
        })
        .collect()
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
