//! Answer: a task for each future in a `JoinSet`, which knows who ends next and stops all others.

use std::any::Any;
use std::panic::resume_unwind;
use tokio::task::{JoinError, JoinSet};

/// Why there is no answer.
pub enum Failure<E> {
    /// The future returned this.
    Error(E),
    /// The future panicked with this payload.
    Panicked(Box<dyn Any + Send>),
}

/// All answers, or the first error.
///
/// # Errors
///
/// The first in time.
pub async fn gather<F, T, E>(futures: Vec<F>) -> Result<Vec<T>, E>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut answers: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    let mut tasks = numbered(futures);
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok((place, Ok(answer))) => answers[place] = Some(answer),
            Ok((_, Err(error))) => {
                // Dropping the set only asks the tasks to end; this waits until they are gone.
                tasks.shutdown().await;
                return Err(error);
            }
            Err(error) => {
                tasks.shutdown().await;
                resume_unwind(error.into_panic());
            }
        }
    }
    // Nobody failed, so that each place is taken.
    Ok(answers.into_iter().flatten().collect())
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut tasks = JoinSet::new();
    let ids: Vec<_> = futures
        .into_iter()
        .map(|future| tasks.spawn(future).id())
        .collect();
    let mut outcomes: Vec<_> = ids.iter().map(|_| None).collect();
    while let Some(ended) = tasks.join_next_with_id().await {
        // A panic brings no number of ours along, but the task's own.
        let id = ended.as_ref().map_or_else(JoinError::id, |(id, _)| *id);
        let outcome = match ended {
            Ok((_, result)) => result.map_err(Failure::Error),
            Err(error) => Err(Failure::Panicked(error.into_panic())),
        };
        let place = ids.iter().position(|other| *other == id);
        outcomes[place.expect("each task has a place")] = Some(outcome);
    }
    outcomes.into_iter().flatten().collect()
}

/// A task for each future. An answer comes with the place of its future.
fn numbered<F>(futures: Vec<F>) -> JoinSet<(usize, F::Output)>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    futures
        .into_iter()
        .enumerate()
        .map(|(place, future)| async move { (place, future.await) })
        .collect()
}
