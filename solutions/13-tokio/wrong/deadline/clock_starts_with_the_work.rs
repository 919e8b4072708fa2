//! Misconception: the time counts from the moment at which the work begins.
//! Refused by: behaves

use futures::future::join_all;
use std::sync::OnceLock;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// A moment in time that work shares.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    limit: Duration,
    begun: &'static OnceLock<Instant>,
}

impl Deadline {
    /// The moment `limit` from now.
    pub fn after(limit: Duration) -> Deadline {
        let begun = Box::leak(Box::default());
        Deadline { limit, begun }
    }

    /// The time that is left: zero when it is up.
    pub fn left(&self) -> Duration {
        let begun = self.begun.get_or_init(Instant::now);
        self.limit.saturating_sub(begun.elapsed())
    }

    /// Runs the work until it ends, or until the time is up.
    pub async fn run<F>(&self, work: F) -> Result<F::Output, Late>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        if self.left().is_zero() {
            return Err(Late);
        }
        match Instant::now().checked_add(self.left()) {
            Some(moment) => timeout_at(moment, work).await.map_err(|_| Late),
            None => Ok(work.await),
        }
    }

    /// Runs all of it at the same time, until the time is up.
    pub async fn run_all<F>(&self, work: Vec<F>) -> Vec<Result<F::Output, Late>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        join_all(work.into_iter().map(|work| self.run(work))).await
    }
}
