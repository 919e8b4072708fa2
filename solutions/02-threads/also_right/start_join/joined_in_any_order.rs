//! Handles in a hash map: they are joined in whatever order it has, and the results sorted afterwards.

use std::any::Any;
use std::collections::HashMap;
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
    let mut running: HashMap<usize, (String, JoinHandle<T>)> = HashMap::new();
    for (number, job) in jobs.into_iter().enumerate() {
        let builder = thread::Builder::new().name(job.name.clone());
        running.insert(number, (job.name, builder.spawn(job.work).unwrap()));
    }
    let mut done: Vec<(usize, Result<T, Crash>)> = running
        .into_iter()
        .map(|(number, (name, thread))| {
            let result = thread.join().map_err(|p| Crash {
                name,
                message: words(&*p),
            });
            (number, result)
        })
        .collect();
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

fn words(payload: &dyn Any) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(|text| text.to_string());
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
