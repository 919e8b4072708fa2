//! Asks in order of precedence, each without waiting, and waits only when nothing is there. The wait takes nothing but
//! what has precedence; of a job it learns from a second question.

use std::time::{Duration, Instant};

use crossbeam::channel::{Receiver, TryRecvError, after, select_biased};

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
    let (mut done, mut next) = (0, Instant::now() + period);
    let mut one = |job| {
        do_it(job);
        done += 1;
        done
    };
    let mut count = 0;
    loop {
        match stop.try_recv() {
            Ok(()) | Err(TryRecvError::Disconnected) => return End::Stopped,
            Err(TryRecvError::Empty) => {}
        }
        if next <= Instant::now() {
            report(count);
            // On the grid of the start, leaving out what has been missed.
            while next <= Instant::now() {
                next += period;
            }
            continue;
        }
        let alarm = after(next - Instant::now());
        select_biased! {
            recv(stop) -> _ => return End::Stopped,
            recv(alarm) -> _ => {}
            recv(jobs) -> job => match job {
                Ok(job) => count = one(job),
                Err(_) => return End::NoMoreJobs,
            }
        }
    }
}
