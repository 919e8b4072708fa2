//! One wait for three things. The order of the arms is the order of precedence.

use std::time::Duration;

use crossbeam::channel::{Receiver, select_biased, tick};

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
    mut do_it: impl FnMut(J),
    mut report: impl FnMut(usize),
) -> End {
    // Outside of the loop: one made anew for each wait would begin its period anew with each job.
    let ticks = tick(period);
    let mut done = 0;
    loop {
        // `select!` takes any of those that are ready, and would miss the signal half of the time.
        select_biased! {
            // A message, or no sender any more: either is the signal.
            recv(stop) -> _ => return End::Stopped,
            recv(ticks) -> _ => report(done),
            recv(jobs) -> job => match job {
                Ok(job) => {
                    do_it(job);
                    done += 1;
                }
                // Ended channels are always ready. Going on would be a loop that never sleeps.
                Err(_) => return End::NoMoreJobs,
            },
        }
    }
}
