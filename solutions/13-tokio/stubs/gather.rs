//! Ticket: the dashboard asks its services at once.
//!
//! A page of the dashboard needs the answers of a dozen services.
//! It asks one after the other, and takes as long as all of them together.
//! Asked at once, it would take as long as the slowest.
//! One page is worth nothing if an answer is missing, and should say so as soon as one fails.
//! Another page shows what there is, and marks what failed.
//!
//! What must hold, for both functions:
//! - All futures run at the same time, however many there are. Without futures, there is nothing to wait for.
//! - Results come in the order in which the futures were given, whichever ends first.
//! - When the function returns or panics, nothing is left of the futures: each has ended or was dropped.
//! - If its own future is dropped, the futures that run are never polled again, and dropped without delay.
//!
//! `gather`:
//! - The first error *in time* is returned at the moment at which it happens, and the other futures are dropped.
//!   If several fail at the same moment, any of them is returned.
//! - A future that panics makes `gather` panic at that moment, with the same payload.
//!
//! `settle`:
//! - Waits for all futures, and says of each how it ended. Errors and panics stop nobody else.

use std::any::Any;

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
    todo!("the answers of {} futures, in their order", futures.len())
}

/// What became of each.
pub async fn settle<F, T, E>(futures: Vec<F>) -> Vec<Result<T, Failure<E>>>
where
    F: Future<Output = Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: Send + 'static,
{
    todo!("the ends of {} futures, in their order", futures.len())
}
