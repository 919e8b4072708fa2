//! Answer: so many tasks take calls from one queue, and the client lets go of its permit by hand.

use std::collections::VecDeque;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex as BlockingMutex};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

/// Runs the calls, at most `limit` of them at the same time.
pub async fn at_most<F>(limit: usize, calls: Vec<F>) -> Vec<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let mut results: Vec<_> = calls.iter().map(|_| None).collect();
    let queue: VecDeque<_> = calls.into_iter().enumerate().collect();
    let crew_size = limit.min(queue.len());
    let queue = Arc::new(BlockingMutex::new(queue));
    let mut crew = JoinSet::new();
    for _ in 0..crew_size {
        let queue = Arc::clone(&queue);
        crew.spawn(async move {
            let mut done = Vec::new();
            loop {
                let next = queue.lock().unwrap().pop_front();
                let Some((place, call)) = next else {
                    return done;
                };
                done.push((place, call.await));
            }
        });
    }
    while let Some(ended) = crew.join_next().await {
        match ended {
            Ok(done) => done
                .into_iter()
                .for_each(|(place, result)| results[place] = Some(result)),
            Err(error) => {
                queue.lock().unwrap().clear();
                crew.shutdown().await;
                resume_unwind(error.into_panic());
            }
        }
    }
    results.into_iter().flatten().collect()
}

/// So many starts in any window of a length.
pub struct Rate {
    window: Duration,
    /// Keeps those who ask in their order.
    line: Semaphore,
    /// When each of the places is free again, the earliest first.
    free: BlockingMutex<VecDeque<Instant>>,
}

impl Rate {
    pub fn new(starts: usize, window: Duration) -> Rate {
        let now = Instant::now();
        Rate {
            window,
            line: Semaphore::new(1),
            free: BlockingMutex::new((0..starts).map(|_| now).collect()),
        }
    }

    /// Waits until one more may start, and counts it.
    pub async fn start(&self) {
        let _first = self.line.acquire().await.unwrap();
        let earliest = self.free.lock().unwrap()[0];
        sleep_until(earliest).await;
        let mut free = self.free.lock().unwrap();
        free.pop_front();
        free.push_back(Instant::now() + self.window);
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
        let mut attempts = 0;
        loop {
            let permit = self.room.acquire().await.unwrap();
            self.rate.start().await;
            let result = attempt().await;
            drop(permit);
            if result.is_ok() || attempts == pauses.len() {
                return result;
            }
            sleep(pauses[attempts]).await;
            attempts += 1;
        }
    }
}
