//! Misconception: a panic ends its own future only, whoever polls it.
//! Refused by: behaves

use futures::future::join_all;
use futures::future::try_join_all;
use std::any::Any;

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
    let results = join_all(futures).await;
    let outcomes = results
        .into_iter()
        .map(|result| result.map_err(Failure::Error));
    outcomes.collect()
}
