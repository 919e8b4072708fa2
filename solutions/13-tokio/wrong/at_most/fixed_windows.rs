//! Misconception: a counter that is set back after each window is a limit for any window.
//! Refused by: behaves

use futures::FutureExt;
use futures::stream::{StreamExt, iter};
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore};
use tokio::time::{Instant, sleep, sleep_until};

/// Runs the calls, at most `limit` of them at the same time.
pub async fn at_most<F>(limit: usize, calls: Vec<F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let numbered = calls.into_iter().enumerate();
    let numbered = numbered.map(|(place, call)| call.map(move |result| (place, result)));
    let mut results: Vec<_> = iter(numbered).buffer_unordered(limit).collect().await;
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}

/// So many starts in any window of a length.
pub struct Rate {
    starts: usize,
    window: Duration,
    /// The end of the present window, and how many have started in it.
    present: Mutex<(Instant, usize)>,
}

impl Rate {
    pub fn new(starts: usize, window: Duration) -> Rate {
        Rate {
            starts,
            window,
            present: Mutex::new((Instant::now() + window, 0)),
        }
    }

    /// Waits until one more may start, and counts it.
    pub async fn start(&self) {
        let mut present = self.present.lock().await;
        if present.1 == self.starts {
            sleep_until(present.0).await;
        }
        while present.0 <= Instant::now() {
            *present = (present.0 + self.window, 0);
        }
        present.1 += 1;
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
