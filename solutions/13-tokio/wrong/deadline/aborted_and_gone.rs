//! Misconception: `abort` returns when the task is gone.
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
        let mut task = Task(tokio::spawn(work));
        let ended = match self.moment {
            Some(moment) => timeout_at(moment, &mut task.0).await.map_err(|_| Late)?,
            None => (&mut task.0).await,
        };
        Ok(ended.unwrap_or_else(|error| resume_unwind(error.into_panic())))
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

/// A task that ends with its handle.
struct Task<T>(JoinHandle<T>);

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
