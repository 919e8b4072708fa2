//! Each thread catches its own panic and sends what became of it, with its number; the threads are joined at the end.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
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
    let mut results: Vec<Option<Result<T, Crash>>> = jobs.iter().map(|_| None).collect();
    let (sender, receiver) = mpsc::channel();
    let mut threads = Vec::new();
    for (number, Job { name, work }) in jobs.into_iter().enumerate() {
        let sender = sender.clone();
        let thread = thread::Builder::new().name(name.clone());
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Crash {
                name,
                message: text(&*payload),
            });
            sender.send((number, result)).unwrap();
        };
        threads.push(thread.spawn(run).unwrap());
    }
    drop(sender);
    for (number, result) in receiver {
        results[number] = Some(result);
    }
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    results.into_iter().map(Option::unwrap).collect()
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
