//! Answer: `select!` over the work and a sleep, and `FuturesUnordered` for a group.

use futures::FutureExt;
use futures::stream::{FuturesUnordered, StreamExt};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

/// The time was up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Late;

/// A moment in time that work shares.
#[derive(Clone, Copy, Debug)]
pub struct Deadline {
    moment: Instant,
}

impl Deadline {
    /// The moment `limit` from now.
    pub fn after(limit: Duration) -> Deadline {
        let now = Instant::now();
        let ages = Duration::from_secs(100 * 365 * 24 * 3600);
        Deadline {
            moment: now.checked_add(limit).unwrap_or(now + ages),
        }
    }

    /// The time that is left: zero when it is up.
    pub fn left(&self) -> Duration {
        self.moment.saturating_duration_since(Instant::now())
    }

    /// Runs the work until it ends, or until the time is up.
    pub async fn run<F>(&self, work: F) -> Result<F::Output, Late>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        if self.moment <= Instant::now() {
            return Err(Late);
        }
        tokio::select! {
            result = work => Ok(result),
            () = sleep_until(self.moment) => Err(Late),
        }
    }

    /// Runs all of it at the same time, until the time is up.
    pub async fn run_all<F>(&self, work: Vec<F>) -> Vec<Result<F::Output, Late>>
    where
        F: Future + Send + 'static,
        F::Output: Send + 'static,
    {
        let mut outcomes: Vec<_> = work.iter().map(|_| Err(Late)).collect();
        if self.moment <= Instant::now() {
            return outcomes;
        }
        let mut running: FuturesUnordered<_> = work
            .into_iter()
            .enumerate()
            .map(|(place, work)| work.map(move |result| (place, result)))
            .collect();
        let all = async {
            while let Some((place, result)) = running.next().await {
                outcomes[place] = Ok(result);
            }
        };
        tokio::select! {
            () = all => {}
            () = sleep_until(self.moment) => {}
        }
        outcomes
    }
}
