//! Ticket: the night shift.
//!
//! Jobs come in over a channel, each with a number, from programs that you do not know: they send when they have
//! something, and drop their senders when they are done. A crew of `workers` threads does them. Last night one bad job
//! ended its worker, the others went home in a quiet hour, and in the morning nobody knew what had been done.
//!
//! What must hold:
//! - Every job that comes is done once, and its outcome is in the map under the job's number.
//!   (Numbers are unique, in no order, and as large as a `u32` may be.)
//! - All workers take their jobs from the one channel, and each does one at a time. A free worker does not stand by
//!   while a job waits.
//! - A job waits in its channel until a worker is free for it, not with you: whoever limited the channel counts on that.
//! - A job that panics has an outcome too: `Err` with what the panic carried. Its worker goes on with the next job.
//! - The end is when the last sender is gone and the channel is empty: not a quiet hour, not an empty channel, and
//!   no moment later. Then everybody goes home, and `work_off` returns.
//! - A worker that has nothing to do sleeps; it does not look again and again.

use std::collections::BTreeMap;
use std::thread;

use crossbeam::channel::Receiver;

/// A job, with its number.
pub struct Job<J> {
    pub number: u32,
    pub what: J,
}

/// Does all jobs that come, with `workers` threads (at least one), and tells what became of each.
pub fn work_off<J, R>(
    workers: usize,
    jobs: Receiver<Job<J>>,
    do_it: impl Fn(J) -> R + Sync,
) -> BTreeMap<u32, thread::Result<R>>
where
    J: Send,
    R: Send,
{
    let _ = (jobs, do_it);
    todo!(
        "start {workers} workers that take jobs from the channel until it ends, and collect what becomes of them"
    )
}
