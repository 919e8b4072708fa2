//! Answer: tasks that send their ends over a channel, and a guard that aborts them.

use futures::FutureExt;
use std::any::Any;
use std::panic::{AssertUnwindSafe, resume_unwind};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

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
    let mut started = start(futures);
    let mut answers: Vec<Option<T>> = started.tasks.iter().map(|_| None).collect();
    while let Some((place, outcome)) = started.ends.recv().await {
        match outcome {
            Ok(answer) => answers[place] = Some(answer),
            Err(failure) => {
                started.stop().await;
                match failure {
                    Failure::Error(error) => return Err(error),
                    Failure::Panicked(payload) => resume_unwind(payload),
                }
            }
        }
    }
    started.stop().await;
    Ok(answers.into_iter().flatten().collect())
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let mut started = start(futures);
    let mut outcomes: Vec<_> = started.tasks.iter().map(|_| None).collect();
    while let Some((place, outcome)) = started.ends.recv().await {
        outcomes[place] = Some(outcome);
    }
    started.stop().await;
    outcomes.into_iter().flatten().collect()
}

type End<T, E> = (usize, Result<T, Failure<E>>);

/// The tasks, aborted with this.
struct Started<T, E> {
    tasks: Vec<JoinHandle<()>>,
    ends: mpsc::UnboundedReceiver<End<T, E>>,
}

fn start<F, T, E>(futures: Vec<F>) -> Started<T, E>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    let (sender, ends) = mpsc::unbounded_channel();
    let tasks = futures.into_iter().enumerate().map(|(place, future)| {
        let sender = sender.clone();
        tokio::spawn(async move {
            let outcome = match AssertUnwindSafe(future).catch_unwind().await {
                Ok(result) => result.map_err(Failure::Error),
                Err(payload) => Err(Failure::Panicked(payload)),
            };
            let _ = sender.send((place, outcome));
        })
    });
    Started {
        tasks: tasks.collect(),
        ends,
    }
}

impl<T, E> Started<T, E> {
    /// Waits until the tasks are gone.
    async fn stop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
        for task in &mut self.tasks {
            let _ = task.await;
        }
    }
}

impl<T, E> Drop for Started<T, E> {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
