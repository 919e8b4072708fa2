//! Misconception: there is news only when a job has been done.
//! Refused by: race_free

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
    let mut last = Instant::now();
    let mut done = 0;
    loop {
        select_biased! {
            recv(stop) -> _ => return End::Stopped,
            recv(jobs) -> job => match job {
                Ok(job) => {
                    do_it(job);
                    done += 1;
                }
                Err(_) => return End::NoMoreJobs,
            },
        }
        if last.elapsed() >= period {
            report(done);
            last = Instant::now();
        }
    }
}
