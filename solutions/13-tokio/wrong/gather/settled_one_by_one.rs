//! Misconception: who wants each outcome has to wait for each in turn.
//! Refused by: speeds_up

use futures::FutureExt;
use futures::future::try_join_all;
use std::any::Any;
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
    try_join_all(futures).await
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut outcomes = Vec::new();
    for future in futures {
        outcomes.push(match AssertUnwindSafe(future).catch_unwind().await {
            Ok(result) => result.map_err(Failure::Error),
            Err(payload) => Err(Failure::Panicked(payload)),
        });
    }
    outcomes
}
