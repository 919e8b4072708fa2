//! Ticket: fifty calls, and an interface that takes five.
//!
//! The interface that we pay for has two rules: at most 5 calls in flight, and at most 20 calls begun in any second.
//! We send all at once, and are locked out for a day.
//! Calls fail now and then. The pause before the next attempt is taken as if the call were still running,
//! and on a bad day five pauses keep everybody else out.
//!
//! What must hold:
//! - `at_most` has no more than `limit` calls in flight, and as many as that while there are calls left.
//!   Calls are begun in the order given, and their results come in that order.
//! - When `at_most` returns or panics, nothing is left of the calls. A call that panics makes it panic with the same
//!   payload. If its own future is dropped, nothing more is begun, and what runs is dropped without delay.
//! - `Rate::start` returns as soon as one more may start, in the order in which it was called:
//!   in every window of this length, wherever it begins, at most `starts` have started.
//!   The window does not contain its end: with one start in 100 ms, two may start at 0 ms and 100 ms.
//!   Whoever gives up waiting has used up nothing.
//! - `Client::call` makes one attempt, and after a failed one waits for the next of the `pauses` and makes another.
//!   A pause of zero is a pause, too. Without a pause left, it returns the error. Each attempt is a start for the rate.
//! - An attempt is in flight until it has ended, panicked, or was dropped. Whoever pauses is not in flight.
//! - What was counted as a start begins at that moment, and `attempt` is called then, not before.
//!
//! All times are whole milliseconds. `limit`, `in_flight` and `starts` are at least 1.

use std::time::Duration;

/// Runs the calls, at most `limit` of them at the same time.
pub async fn at_most<F>(limit: usize, calls: Vec<F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    todo!("{} results, {limit} calls in flight", calls.len())
}

/// So many starts in any window of a length.
pub struct Rate {
    starts: usize,
    window: Duration,
}

impl Rate {
    pub fn new(starts: usize, window: Duration) -> Rate {
        Rate { starts, window }
    }

    /// Waits until one more may start, and counts it.
    pub async fn start(&self) {
        todo!(
            "wait while {} have started in {:?}",
            self.starts,
            self.window
        )
    }
}

/// Keeps both rules for everybody who shares it.
pub struct Client {
    in_flight: usize,
    rate: Rate,
}

impl Client {
    pub fn new(in_flight: usize, rate: Rate) -> Client {
        Client { in_flight, rate }
    }

    /// The first success, or the last error.
    ///
    /// # Errors
    ///
    /// When the attempt after the last pause failed.
    pub async fn call<F, T, E>(
        &self,
        pauses: &[Duration],
        attempt: impl FnMut() -> F,
    ) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let _ = (self.in_flight, &self.rate, attempt);
        todo!("up to {} attempts", pauses.len() + 1)
    }
}
