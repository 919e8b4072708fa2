//! Misconception: a limit that is handed on is still the same limit.
//! Refused by: behaves

use futures::future::join_all;
use std::time::Duration;
use tokio::time::timeout;

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// A moment in time that work shares.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    limit: Duration,
}

impl Deadline {
    /// The moment `limit` from now.
    pub fn after(limit: Duration) -> Deadline {
        Deadline { limit }
    }

    /// The time that is left: zero when it is up.
    pub fn left(&self) -> Duration {
        self.limit
    }

    /// Runs the work until it ends, or until the time is up.
    pub async fn run<F>(&self, work: F) -> Result<F::Output, Late>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        timeout(self.limit, work).await.map_err(|_| Late)
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
