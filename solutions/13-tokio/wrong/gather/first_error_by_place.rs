//! Misconception: the first error is the one that the loop comes to first.
//! Refused by: behaves

use futures::FutureExt;
use futures::future::join_all;
use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::panic::resume_unwind;

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
    let tasks: Vec<_> = futures.into_iter().map(tokio::spawn).collect();
    let mut answers = Vec::new();
    for task in tasks {
        match task.await {
            Ok(result) => answers.push(result?),
            Err(error) => resume_unwind(error.into_panic()),
        }
    }
    Ok(answers)
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    join_all(futures.into_iter().map(|future| async {
        let caught = AssertUnwindSafe(future).catch_unwind().await;
        match caught {
            Ok(result) => result.map_err(Failure::Error),
            Err(payload) => Err(Failure::Panicked(payload)),
        }
    }))
    .await
}
