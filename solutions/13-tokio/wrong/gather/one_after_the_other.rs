//! Misconception: a future runs from the moment at which it is made.
//! Refused by: behaves, speeds_up

use futures::FutureExt;
use futures::future::join_all;
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
    let mut answers = Vec::new();
    for future in futures {
        answers.push(future.await?);
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
