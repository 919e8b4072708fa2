//! Answer: tasks in a `JoinSet`, aborted and waited for when the time is up.

use std::future::pending;
use std::panic::resume_unwind;
use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

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
        let mut tasks = JoinSet::new();
        for (place, work) in work.into_iter().enumerate() {
            tasks.spawn(async move { (place, work.await) });
        }
        let up = self.up();
        tokio::pin!(up);
        loop {
            let ended = tokio::select! {
                biased;
                ended = tasks.join_next() => ended,
                () = &mut up => None,
            };
            match ended {
                Some(Ok((place, result))) => outcomes[place] = Ok(result),
                Some(Err(error)) => {
                    tasks.shutdown().await;
                    resume_unwind(error.into_panic());
                }
                None => {
                    tasks.shutdown().await;
                    return outcomes;
                }
            }
        }
    }

    /// Is ready when the time is up.
    async fn up(&self) {
        match self.moment {
            Some(moment) => sleep_until(moment).await,
            None => pending().await,
        }
    }
}
