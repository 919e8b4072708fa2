//! Answer: one future that polls the work, and looks at a sleep of its own.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep_until};

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// A moment in time that work shares.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    moment: Option<Instant>,
}

impl Deadline {
    /// The moment `limit` from now.
    pub fn after(limit: Duration) -> Deadline {
        Deadline {
            moment: Instant::now().checked_add(limit),
        }
    }

    /// The time that is left: zero when it is up.
    pub fn left(&self) -> Duration {
        let until = |moment: Instant| moment.saturating_duration_since(Instant::now());
        self.moment.map_or(Duration::MAX, until)
    }

    /// Runs the work until it ends, or until the time is up.
    pub async fn run<F>(&self, work: F) -> Result<F::Output, Late>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let outcome = self.run_all(vec![work]).await.pop();
        outcome.expect("one went in")
    }

    /// Runs all of it at the same time, until the time is up.
    pub async fn run_all<F>(&self, work: Vec<F>) -> Vec<Result<F::Output, Late>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let mut outcomes: Vec<_> = work.iter().map(|_| Err(Late)).collect();
        if self.left().is_zero() {
            return outcomes;
        }
        let mut alarm: Option<Pin<Box<Sleep>>> =
            self.moment.map(|moment| Box::pin(sleep_until(moment)));
        let mut work: Vec<Option<Pin<Box<F>>>> =
            work.into_iter().map(|work| Some(Box::pin(work))).collect();
        poll_fn(|cx| {
            for (slot, outcome) in work.iter_mut().zip(&mut outcomes) {
                if let Some(running) = slot
                    && let Poll::Ready(result) = running.as_mut().poll(cx)
                {
                    *outcome = Ok(result);
                    *slot = None;
                }
            }
            if work.iter().all(Option::is_none) {
                return Poll::Ready(());
            }
            match &mut alarm {
                Some(alarm) => alarm.as_mut().poll(cx),
                None => Poll::Pending,
            }
        })
        .await;
        outcomes
    }
}
