//! Misconception: a task that panicked has no result, so there is nothing to hand out.
//! Refused by: behaves

use futures::future::try_join_all;
use std::any::Any;
use tokio::task::JoinSet;

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
    let mut outcomes: Vec<_> = futures.iter().map(|_| None).collect();
    let mut tasks = JoinSet::new();
    for (place, future) in futures.into_iter().enumerate() {
        tasks.spawn(async move { (place, future.await) });
    }
    while let Some(ended) = tasks.join_next().await {
        if let Ok((place, result)) = ended {
            outcomes[place] = Some(result.map_err(Failure::Error));
        }
    }
    outcomes.into_iter().flatten().collect()
}
