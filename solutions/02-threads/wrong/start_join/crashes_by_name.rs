//! Misconception: a name belongs to one job only, so its crash can be looked up by name.
//! Refused by: behaves

use std::any::Any;
use std::collections::BTreeMap;
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
    let mut messages = BTreeMap::new();
    let mut values = Vec::new();
    for (name, thread) in started {
        let value = thread
            .join()
            .map_err(|payload| messages.insert(name.clone(), text(payload.as_ref())));
        values.push((name, value.ok()));
    }
    values
        .into_iter()
        .map(|(name, value)| {
            value.ok_or_else(|| Crash {
                message: messages[&name].clone(),
                name,
            })
        })
        .collect()
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
