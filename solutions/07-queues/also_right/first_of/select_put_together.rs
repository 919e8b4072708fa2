//! The three operations are put together by hand, with crossbeam's `Select`; what is ready is then tried in turn.

use std::time::Duration;

use crossbeam::channel::{Receiver, Select, TryRecvError, tick};

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
    let ticks = tick(period);
    let mut done = 0;
    let mut alarm_clock = Select::new();
    alarm_clock.recv(jobs);
    alarm_clock.recv(&ticks);
    alarm_clock.recv(stop);
    loop {
        // Which of them it is does not matter: the order below is the order of precedence.
        alarm_clock.ready();
        let running = stop.try_recv().is_err_and(|e| e.is_empty());
        if !running {
            return End::Stopped;
        }
        if ticks.try_recv().is_ok() {
            report(done);
            continue;
        }
        match jobs.try_recv() {
            Ok(job) => {
                do_it(job);
                done += 1;
            }
            // A colleague with the same receiver was faster.
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => return End::NoMoreJobs,
        }
    }
}
