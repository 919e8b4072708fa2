//! Ticket: the nightly imports, a thread each.
//!
//! Every night we import the lists of some dozen suppliers, one after the other, and nearly all of
//! that time we wait for their servers.
//! From now on every import runs in a thread of its own, all of them at the same time.
//! About every third night one of them panics.
//! Then the morning report must say which one and why, and the other imports must be in it.
//!
//! What must hold:
//! - Each job runs once, in a thread that carries its job's name: so the log says who speaks.
//! - All jobs run at the same time: some of them wait for one another.
//! - The results come in the order of the jobs, whichever ends first.
//! - A job that panics is an `Err` in its place: its name, and what its panic said.
//!   All the others run to their end, and their results are there.
//! - `run_all` sleeps while it waits; it does not ask again and again.
//!   When it returns, all of its threads have ended, and what belongs to them has been dropped:
//!   our log keeps its last lines in a thread-local buffer, and sends them when that is dropped.
//!
//! Names are short, may occur twice, and contain no NUL byte.
//! If the system gives no thread, you may panic.

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
    todo!("start a thread for each of {} jobs", jobs.len())
}
