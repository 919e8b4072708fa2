//! A thread for each job: first all of them are started, then all of them joined.

use std::any::Any;
use std::thread::{self, JoinHandle};

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
    /// What the panic said: the text of `panic!`, with its values filled in.
    /// `None` if it carried something else than text, as `std::panic::panic_any(404)` does.
    pub message: Option<String>,
}

/// Runs the jobs, a thread each, and hands back what became of each.
pub fn run_all<T: Send + 'static>(jobs: Vec<Job<T>>) -> Vec<Result<T, Crash>> {
    // Two passes, with all handles in between. Iterators are lazy: one chain that starts and
    // joins would start a thread, wait for it, and only then start the next.
    let started: Vec<_> = jobs.into_iter().map(start).collect();
    started
        .into_iter()
        .map(|(name, handle)| {
            handle.join().map_err(|payload| Crash {
                name,
                message: text(payload.as_ref()),
            })
        })
        .collect()
}

fn start<T: Send + 'static>(job: Job<T>) -> (String, JoinHandle<T>) {
    let handle = thread::Builder::new()
        .name(job.name.clone())
        .spawn(job.work)
        .expect("the system gives one more thread");
    (job.name, handle)
}

/// `panic!("fixed")` carries a `&'static str`; with values to fill in, a `String`.
fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
