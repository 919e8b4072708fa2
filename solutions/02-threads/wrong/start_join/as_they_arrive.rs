//! Misconception: messages arrive in the order in which their senders were started.
//! Refused by: behaves, race_free

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
    let (sender, receiver) = mpsc::channel();
    let mut threads = Vec::new();
    for Job { name, work } in jobs {
        let sender = sender.clone();
        let thread = thread::Builder::new().name(name.clone());
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(work)).map_err(|payload| Crash {
                name,
                message: text(&*payload),
            });
            sender.send(result).unwrap();
        };
        threads.push(thread.spawn(run).unwrap());
    }
    drop(sender);
    let results = receiver.into_iter().collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    results
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
