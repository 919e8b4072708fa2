//! Misconception: with one deadline for all, it is all the same who goes first.
//! Refused by: behaves, speeds_up

use std::time::Duration;
use tokio::time::{Instant, timeout_at};

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
        if self.left().is_zero() {
            return Err(Late);
        }
        match self.moment {
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
        let mut outcomes = Vec::new();
        for work in work {
            outcomes.push(self.run(work).await);
        }
        outcomes
    }
}
