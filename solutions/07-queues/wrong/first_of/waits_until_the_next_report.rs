//! Misconception: a wait that ends with the next report is short enough for the signal.
//! Refused by: race_free, shuts_down

use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, RecvTimeoutError, TryRecvError};

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
        let left = period.saturating_sub(last.elapsed());
        match jobs.recv_timeout(left) {
            Ok(job) => {
                do_it(job);
                done += 1;
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return End::NoMoreJobs,
        }
    }
}
