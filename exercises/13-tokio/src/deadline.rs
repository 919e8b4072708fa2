//! Ticket: the answer that nobody waits for any more.
//!
//! A request may take two seconds. It asks three services one after the other, each with a limit of two seconds,
//! and now and then takes six. When it gives up, the work goes on: last night the database was busy until four
//! with answers for users who had long gone.
//!
//! What must hold:
//! - The limit runs from the call of `after`. A `Deadline` can be copied and handed around, and all copies mean
//!   the same moment: whatever runs under it shares what is left.
//! - Work that ends in time is `Ok`. When the time is up, `run` returns `Late` at that moment.
//! - Work that is late has been dropped when `Late` is returned, and is never polled after that.
//! - Nothing is begun when the time is up: such work is dropped without a poll.
//! - `run_all` runs all of it at the same time and returns when each has ended or the time is up.
//!   The results come in the order given; what ended in time is `Ok`, whoever else is late.
//! - Work that panics makes `run` and `run_all` panic with the same payload, and nothing is left of the other work.
//! - If the future of `run` or `run_all` is dropped, the work is never polled again and dropped without delay.
//!
//! What ends at the very moment of the limit may be either, and so may work that can end when a busy thread comes back
//! to it only after the limit. `limit` can be as long as `Duration::MAX`, which nobody lives to see; otherwise times are
//! whole milliseconds. They are those of tokio's clock, which a test can stop: `std::time::Instant` knows another one.

use std::time::Duration;

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// A moment in time that work shares.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    /// Another type is as good, or a better one.
    limit: Duration,
}

impl Deadline {
    /// The moment `limit` from now.
    pub fn after(limit: Duration) -> Deadline {
        Deadline { limit }
    }

    /// The time that is left: zero when it is up.
    pub fn left(&self) -> Duration {
        todo!("what is left of {:?}", self.limit)
    }

    /// Runs the work until it ends, or until the time is up.
    ///
    /// # Errors
    ///
    /// When the time was up first.
    pub async fn run<F>(&self, work: F) -> Result<F::Output, Late>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let _work = work;
        todo!("run the work for as long as {:?}", self.left())
    }

    /// Runs all of it at the same time, until the time is up.
    pub async fn run_all<F>(&self, work: Vec<F>) -> Vec<Result<F::Output, Late>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        todo!(
            "run {} pieces of work for as long as {:?}",
            work.len(),
            self.left()
        )
    }
}
