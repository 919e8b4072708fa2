//! Misconception: whoever no longer waits has stopped the work, too.
//! Refused by: shuts_down

use futures::future::join_all;
use std::panic::resume_unwind;
use std::time::Duration;
use tokio::task::JoinHandle;
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
        if self.left().is_zero() {
            return work.into_iter().map(|_| Err(Late)).collect();
        }
        let tasks = work.into_iter().map(tokio::spawn);
        join_all(tasks.map(|task| self.end_of(task))).await
    }

    /// Stops the task when the time is up.
    async fn end_of<T>(&self, mut task: JoinHandle<T>) -> Result<T, Late> {
        let ended = match self.moment {
            Some(moment) => timeout_at(moment, &mut task).await,
            None => Ok((&mut task).await),
        };
        let Ok(ended) = ended else {
            task.abort();
            let _ = task.await;
            return Err(Late);
        };
        Ok(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())))
    }
}
