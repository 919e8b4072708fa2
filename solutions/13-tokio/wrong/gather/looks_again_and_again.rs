//! Misconception: whoever returns `Pending` has to see to it that it is polled again at once.
//! Refused by: behaves

use futures::FutureExt;
use futures::future::join_all;
use std::any::Any;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::task::Poll;

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
    let mut futures: Vec<Pin<Box<F>>> = futures.into_iter().map(Box::pin).collect();
    let mut answers: Vec<Option<T>> = futures.iter().map(|_| None).collect();
    poll_fn(|cx| {
        for (future, answer) in futures.iter_mut().zip(&mut answers) {
            if answer.is_none()
                && let Poll::Ready(result) = future.as_mut().poll(cx)
            {
                match result {
                    Ok(value) => *answer = Some(value),
                    Err(error) => return Poll::Ready(Err(error)),
                }
            }
        }
        if answers.iter().all(Option::is_some) {
            return Poll::Ready(Ok(()));
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await?;
    Ok(answers.into_iter().flatten().collect())
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
