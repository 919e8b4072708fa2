//! Misconception: a group with a deadline ends at its deadline.
//! Refused by: behaves, shuts_down, speeds_up

use futures::FutureExt;
use futures::future::join_all;
use std::panic::resume_unwind;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout_at};

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
        let Some(moment) = self.moment else {
            return join_all(work.into_iter().map(|work| self.run(work))).await;
        };
        let mut outcomes: Vec<_> = work.iter().map(|_| Err(Late)).collect();
        if work.is_empty() || self.left().is_zero() {
            return outcomes;
        }
        let mut tasks = JoinSet::new();
        for (place, work) in work.into_iter().enumerate() {
            tasks.spawn(async move { (place, work.await) });
        }
        sleep_until(moment).await;
        while let Some(ended) = tasks.join_next().now_or_never().flatten() {
            match ended {
                Ok((place, result)) => outcomes[place] = Ok(result),
                Err(error) => resume_unwind(error.into_panic()),
            }
        }
        tasks.shutdown().await;
        outcomes
    }
}
