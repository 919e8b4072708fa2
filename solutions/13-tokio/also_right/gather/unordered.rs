//! Answer: `FuturesUnordered`, which polls only who was woken, and places that travel with the futures.

use futures::FutureExt;
use futures::stream::{FuturesUnordered, StreamExt};
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;

/// Why there is no answer.
pub enum Failure<E> {
    /// The future returned this.
    Error(E),
    /// The future panicked with this payload.
    Panicked(Box<dyn Any + Send>),
}

/// All answers, or the first error.
pub async fn gather<F, T, E>(futures: Vec<F>) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut running: FuturesUnordered<_> = futures
        .into_iter()
        .enumerate()
        .map(|(place, future)| future.map(move |result| result.map(|answer| (place, answer))))
        .collect();
    let mut answers = BTreeMap::new();
    while let Some(ended) = running.next().await {
        let (place, answer) = ended?;
        answers.insert(place, answer);
    }
    Ok(answers.into_values().collect())
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut running: FuturesUnordered<_> = futures
        .into_iter()
        .enumerate()
        .map(|(place, future)| {
            let caught = AssertUnwindSafe(future).catch_unwind();
            caught.map(move |outcome| (place, outcome))
        })
        .collect();
    let mut outcomes = BTreeMap::new();
    while let Some((place, outcome)) = running.next().await {
        let outcome = match outcome {
            Ok(result) => result.map_err(Failure::Error),
            Err(payload) => Err(Failure::Panicked(payload)),
        };
        outcomes.insert(place, outcome);
    }
    outcomes.into_values().collect()
}
