//! Misconception: a thread that says nothing for a minute has crashed.
//! Refused by: behaves

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

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
        let (sender, receiver) = mpsc::channel();
        let thread = thread::Builder::new().name(name.clone());
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(work));
            let _ = sender.send(result.map_err(|payload| text(&*payload)));
        };
        started.push((name, receiver, thread.spawn(run).unwrap()));
    }
    let mut results = Vec::new();
    for (name, receiver, _) in &started {
        let said = receiver.recv_timeout(Duration::from_secs(60));
        results.push(said.unwrap_or(Err(None)).map_err(|message| Crash {
            name: name.clone(),
            message,
        }));
    }
    for (_, _, thread) in started {
        thread.join().unwrap();
    }
    results
}

fn text(payload: &(dyn Any + Send)) -> Option<String> {
    let fixed = payload.downcast_ref::<&str>().map(ToString::to_string);
    fixed.or_else(|| payload.downcast_ref::<String>().cloned())
}
