//! Misconception: a flag that is looked at before each job is enough.
//! Refused by: race_free, shuts_down

use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, TryRecvError};

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
        if !matches!(stop.try_recv(), Err(TryRecvError::Empty)) {
            return End::Stopped;
        }
        if last.elapsed() >= period {
            report(done);
            last = Instant::now();
        }
        match jobs.recv() {
            Ok(job) => {
                do_it(job);
                done += 1;
            }
            Err(_) => return End::NoMoreJobs,
        }
    }
}
