//! Ticket: the catalogue that many want to ask.
//!
//! One program, one thread, one catalogue: `catalogue.find(name)?` was a call, and its error was yours. Now many threads
//! ask, and the catalogue can serve one at a time. So the call becomes a request on a queue, which a thread of its own
//! serves; and what a call gave for nothing, an answer, an error, a panic that you could see, has to travel back.
//!
//! What must hold:
//! - All requests are served by one thread, which `start` starts, one after the other.
//! - `call` puts a request on the queue and waits, asleep, for the answer to it: however long that takes, and however
//!   many others ask at the same time.
//! - An error reaches the caller as `CallError::Failed`, and no other caller.
//! - If `serve` panics, the caller gets `CallError::Panicked` with the whole text of the panic, and the service goes on
//!   in its one thread. (The text is a `&'static str` or a `String`, has any number of lines, and may be empty. A panic
//!   that carries something else has the text `"?"`.)
//! - Dropping the `Service` ends it. The request that is being served at that moment is finished and answered. For the
//!   others on the queue, and for every `call` from then on, the answer is `CallError::Gone`: nobody waits for ever.
//!   When the drop returns, the thread has ended, and `serve` has been dropped.

/// Asks the service. Threads may share a client, or each have a clone of it.
pub struct Client<Q, A, E> {
    /// Yours.
    types: std::marker::PhantomData<fn(Q) -> Result<A, E>>,
}

/// Owns the thread that serves. There is one.
pub struct Service {
    // Yours.
}

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub enum CallError<E> {
    /// The request was served, and this came of it.
    Failed(E),
    /// Serving the request panicked, with this text.
    Panicked(String),
    /// The request was not served: the service has ended.
    Gone,
}

/// Starts a thread that answers requests with `serve`.
pub fn start<Q, A, E>(
    serve: impl FnMut(Q) -> Result<A, E> + Send + 'static,
) -> (Client<Q, A, E>, Service)
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    let _ = serve;
    todo!("start a thread with a queue of requests")
}

impl<Q, A, E> Client<Q, A, E> {
    /// Has a request served, and gives back what came of it.
    pub fn call(&self, request: Q) -> Result<A, CallError<E>> {
        let _ = request;
        todo!("send the request together with a way back for its answer, and wait for that")
    }
}

impl<Q, A, E> Clone for Client<Q, A, E> {
    fn clone(&self) -> Self {
        todo!("another client of the same service")
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        todo!("tell the thread to end, and wait until it has")
    }
}
