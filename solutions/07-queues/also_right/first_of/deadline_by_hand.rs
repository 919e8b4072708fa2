//! No ticker: the wait has a time limit, the time that is left until the next report.

use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, select_biased};

/// Why it ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// It was told to.
    Stopped,
    /// Nobody is left who could send a job, and all are done.
    NoMoreJobs,
}

pub fn work<J>(
    jobs: &Receiver<J>,
    stop: &Receiver<()>,
    period: Duration,
    mut do_it: impl FnMut(J),
    mut report: impl FnMut(usize),
) -> End {
    let mut done = 0;
    let mut due = Instant::now() + period;
    loop {
        let left = due.saturating_duration_since(Instant::now());
        if left.is_zero() {
            // The signal wins against a report that is due.
            select_biased! {
                recv(stop) -> _ => return End::Stopped,
                default => report(done),
            }
            due = Instant::now() + period;
            continue;
        }
        select_biased! {
            recv(stop) -> _ => return End::Stopped,
            recv(jobs) -> job => {
                let Ok(job) = job else { return End::NoMoreJobs };
                do_it(job);
                done += 1;
            }
            default(left) => {}
        }
    }
}
