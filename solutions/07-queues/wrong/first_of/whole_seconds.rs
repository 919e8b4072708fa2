//! Misconception: a period is a number of seconds.
//! Refused by: race_free

use std::time::Duration;

use crossbeam::channel::{Receiver, select_biased, tick};

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
    let ticks = tick(Duration::from_secs(period.as_secs()));
    let mut done = 0;
    loop {
        select_biased! {
            recv(stop) -> _ => return End::Stopped,
            recv(ticks) -> _ => report(done),
            recv(jobs) -> job => match job {
                Ok(job) => {
                    do_it(job);
                    done += 1;
                }
                Err(_) => return End::NoMoreJobs,
            },
        }
    }
}
