//! Misconception: awaited in a loop, calls are in flight together.
//! Refused by: behaves, speeds_up

use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, sleep, sleep_until};

/// Runs the calls, at most `limit` of them at the same time.
pub async fn at_most<F>(_limit: usize, calls: Vec<F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await);
    }
    results
}

/// So many starts in any window of a length.
pub struct Rate {
    starts: usize,
    window: Duration,
    latest: Mutex<VecDeque<Instant>>,
}

impl Rate {
    pub fn new(starts: usize, window: Duration) -> Rate {
        Rate {
            starts,
            window,
            latest: Mutex::new(VecDeque::new()),
        }
    }

    /// Waits until one more may start, and counts it.
    pub async fn start(&self) {
        let mut latest = self.latest.lock().await;
        if latest.len() == self.starts {
            sleep_until(latest[0] + self.window).await;
            latest.pop_front();
        }
        latest.push_back(Instant::now());
    }
}

/// Keeps both rules for everybody who shares it.
pub struct Client {
    room: Semaphore,
    rate: Rate,
}

impl Client {
    pub fn new(in_flight: usize, rate: Rate) -> Client {
        Client {
            room: Semaphore::new(in_flight),
            rate,
        }
    }

    /// The first success, or the last error.
    pub async fn call<F, T, E>(
        &self,
        pauses: &[Duration],
        mut attempt: impl FnMut() -> F,
    ) -> Result<T, E>
    where
        F: Future<Output = Result<T, E>>,
    {
        let mut pauses = pauses.iter();
        loop {
            let result = self.once(&mut attempt).await;
            match pauses.next() {
                Some(pause) if result.is_err() => sleep(*pause).await,
                _ => return result,
            }
        }
    }

    async fn once<F: Future>(&self, attempt: impl FnOnce() -> F) -> F::Output {
        let _permit = self.room.acquire().await.unwrap();
        self.rate.start().await;
        attempt().await
    }
}
