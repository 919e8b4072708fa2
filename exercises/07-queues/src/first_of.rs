//! Ticket: the worker that cannot be stopped.
//!
//! A worker has three things to wait for: a job, the next report, and the signal to stop. In Python it waited half a
//! second for a job, then looked at a flag: every stop took up to half a second, and on busy days none was ever noticed.
//! Now all three are channels or times, and it can wait for whichever comes first.
//!
//! What must hold:
//! - It waits asleep, and goes on at the very moment when something comes.
//! - **Stop wins.** A message on `stop` is the signal, and so is the end of that channel. If the signal and something
//!   else are both there, it does not take the other: always, not half of the time. A job that it is at work on
//!   when the signal comes is finished first.
//! - A job that it has taken is done. One that it does not do stays in the channel: others may have the same receiver.
//! - `report(done)` is called when `period` has passed since the start, then since the last report, and so on, whether
//!   jobs come or not; `done` is how many have been done. A report that is due comes before the next job. If a job took
//!   so long that several became due, one is made.
//! - When the jobs' channel has ended and is empty, there is no more to wait for.

use std::time::Duration;

use crossbeam::channel::Receiver;

/// Why it ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// It was told to.
    Stopped,
    /// Nobody is left who could send a job, and all are done. (If it was told to stop as well, it is `Stopped`.)
    NoMoreJobs,
}

/// Does jobs and makes reports until it is told to stop, or no more jobs can come.
pub fn work<J>(
    jobs: &Receiver<J>,
    stop: &Receiver<()>,
    period: Duration,
    do_it: impl FnMut(J),
    report: impl FnMut(usize),
) -> End {
    let _ = (jobs, stop, do_it, report);
    todo!("wait for the first of: the signal, a report every {period:?}, a job")
}
