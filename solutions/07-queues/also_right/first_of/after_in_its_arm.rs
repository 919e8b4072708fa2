//! A channel for one report, made anew in the arm itself for the time that is left.

use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, after, select_biased};

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
    let mut last = Instant::now();
    loop {
        select_biased! {
            recv(stop) -> _ => return End::Stopped,
            recv(after(period.saturating_sub(last.elapsed()))) -> _ => {
                report(done);
                last = Instant::now();
            }
            recv(jobs) -> job => {
                let Ok(job) = job else { return End::NoMoreJobs };
                do_it(job);
                done += 1;
            }
        }
    }
}
