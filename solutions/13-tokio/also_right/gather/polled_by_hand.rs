//! Answer: one future that polls all the others, each time that one of them wakes it.

use std::any::Any;
use std::future::poll_fn;
use std::panic::resume_unwind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll};

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
    let mut slots: Vec<Slot<F, T>> = futures.into_iter().map(Slot::new).collect();
    poll_fn(|cx| {
        let mut waits = false;
        for slot in &mut slots {
            match slot.look(cx) {
                Some(Err(Failure::Error(error))) => return Poll::Ready(Err(error)),
                Some(Err(Failure::Panicked(payload))) => resume_unwind(payload),
                Some(Ok(answer)) => *slot = Slot::Over(answer),
                None => waits |= matches!(slot, Slot::Runs(_)),
            }
        }
        if waits {
            Poll::Pending
        } else {
            Poll::Ready(Ok(()))
        }
    })
    .await?;
    Ok(slots.into_iter().filter_map(Slot::over).collect())
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut slots: Vec<Slot<F, Result<T, Failure<E>>>> =
        futures.into_iter().map(Slot::new).collect();
    poll_fn(|cx| {
        let mut waits = false;
        for slot in &mut slots {
            match slot.look(cx) {
                Some(outcome) => *slot = Slot::Over(outcome),
                None => waits |= matches!(slot, Slot::Runs(_)),
            }
        }
        if waits {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
    slots.into_iter().filter_map(Slot::over).collect()
}

/// A future, then what is kept of it.
enum Slot<F, R> {
    Runs(Pin<Box<F>>),
    Over(R),
}

impl<F, R> Slot<F, R> {
    fn new(future: F) -> Self {
        Slot::Runs(Box::pin(future))
    }

    fn over(self) -> Option<R> {
        match self {
            Slot::Runs(_) => None,
            Slot::Over(kept) => Some(kept),
        }
    }

    /// Polls the future, if it has not ended. A future that panicked must not be polled again either.
    fn look<T, E>(&mut self, cx: &mut Context<'_>) -> Option<Result<T, Failure<E>>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let Slot::Runs(future) = self else {
            return None;
        };
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(Poll::Pending) => None,
            Ok(Poll::Ready(result)) => Some(result.map_err(Failure::Error)),
            Err(payload) => Some(Err(Failure::Panicked(payload))),
        }
    }
}
