//! Ticket: two workers, ten pictures, and nothing comes back.
//!
//! Some job hangs in a call without a time limit. The old watchdog counted from the moment at which a job was
//! handed in, and accused eight pictures that had never begun: they were waiting for the two that hang.
//! Write one that names those who hang, and nobody else.
//!
//! A job is announced, makes one step after the other, and ends when its `Job` is dropped,
//! which a panic does as well. Before its first step it has not begun.
//!
//! What must hold:
//! - A job *hangs* when it has begun and its last step is `limit` ago or more. Any `Duration` will do as a limit,
//!   `Duration::MAX` too.
//! - At that moment `alarm` is called with the dump, in the watchdog's own thread. If another alarm is
//!   running, it is called when that one is done, with the dump of that later moment. (If the job has ended or made
//!   a step by then, whether to call it at all is up to you.) For the same job it is called again only when the job
//!   has made a step and then hangs once more. Jobs that come to hang at the same moment may share an alarm,
//!   and so may those that come to hang during another one.
//! - `announce`, `step`, the drop of a job and `dump` never wait for an alarm.
//! - A watchdog with nothing to do sleeps. It does not look again and again.
//! - When a `Watchdog` is dropped its thread ends, and the drop returns when it has. That waits for an
//!   alarm that is running, and for nothing else: no other alarm is called any more.
//!   Jobs may outlive the watchdog, unwatched.
//!
//! The dump lists all jobs that have not ended, as they were announced, each with what it is at and for how long
//! (as `{:?}` prints a `Duration`). Each line ends with a line feed:
//!
//! ```text
//! 1 of 3 jobs hang
//!   picture 4: hangs, in resize for 2.5s
//!   picture 7: runs, in upload for 300ms
//!   picture 8: not begun
//! ```
//!
//! You need not think of an alarm that panics, or that uses the watchdog and its jobs.

use std::time::Duration;

/// Watches over jobs, in a thread of its own.
pub struct Watchdog {
    // Yours.
}

/// One job, until dropped. It can be moved to another thread, and several threads may make its steps.
pub struct Job {
    // Yours.
}

impl Watchdog {
    /// Starts the thread.
    pub fn start(limit: Duration, alarm: impl FnMut(String) + Send + 'static) -> Self {
        let _ = alarm;
        todo!("watch in a thread, and raise an alarm when a job has made no step for {limit:?}")
    }

    /// A job that has not begun. Two jobs of the same name are two jobs.
    pub fn announce(&self, name: &str) -> Job {
        todo!("a job with the name {name}")
    }

    /// All jobs that have not ended.
    pub fn dump(&self) -> String {
        todo!("what is every job at?")
    }
}

impl Job {
    /// From this moment on the job is at `what`.
    pub fn step(&self, what: &'static str) {
        todo!("note that the job is at {what} now")
    }
}
