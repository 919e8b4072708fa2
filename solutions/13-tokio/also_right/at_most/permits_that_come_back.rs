//! Answer: a start is a permit that a task gives back when the window has passed.

use futures::future::join_all;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::sleep;

/// Runs the calls, at most `limit` of them at the same time.
pub async fn at_most<F>(limit: usize, calls: Vec<F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let room = Semaphore::new(limit);
    join_all(calls.into_iter().map(|call| async {
        let _permit = room.acquire().await.unwrap();
        call.await
    }))
    .await
}

/// So many starts in any window of a length.
pub struct Rate {
    window: Duration,
    /// A permit is a start that nobody has made within the last window.
    permits: Arc<Semaphore>,
}

impl Rate {
    pub fn new(starts: usize, window: Duration) -> Rate {
        Rate {
            window,
            permits: Arc::new(Semaphore::new(starts)),
        }
    }

    /// Waits until one more may start, and counts it.
    pub async fn start(&self) {
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let window = self.window;
        tokio::spawn(async move {
            sleep(window).await;
            drop(permit);
        });
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
