//! Misconception: a call under a lock is one at a time, too.
//! Refused by: behaves

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

type Serve<Q, A, E> = Box<dyn FnMut(Q) -> Result<A, E> + Send>;

/// Asks the service. Threads may share a client, or each have a clone of it.
pub struct Client<Q, A, E> {
    serve: Arc<Mutex<Option<Serve<Q, A, E>>>>,
}

/// Owns what serves.
pub struct Service {
    end: Box<dyn Fn() + Send>,
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
    let serve: Serve<Q, A, E> = Box::new(serve);
    let serve = Arc::new(Mutex::new(Some(serve)));
    let served = Arc::clone(&serve);
    let end = move || *served.lock().unwrap_or_else(PoisonError::into_inner) = None;
    (Client { serve }, Service { end: Box::new(end) })
}

fn text(payload: Box<dyn Any + Send>) -> String {
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().unwrap_or(&"?").to_string(),
    }
}

impl<Q, A, E> Client<Q, A, E> {
    /// Has a request served, and gives back what came of it.
    pub fn call(&self, request: Q) -> Result<A, CallError<E>> {
        let mut serve = self.serve.lock().unwrap_or_else(PoisonError::into_inner);
        let serve = serve.as_mut().ok_or(CallError::Gone)?;
        match catch_unwind(AssertUnwindSafe(|| serve(request))) {
            Ok(answer) => answer.map_err(CallError::Failed),
            Err(payload) => Err(CallError::Panicked(text(payload))),
        }
    }
}

impl<Q, A, E> Clone for Client<Q, A, E> {
    fn clone(&self) -> Self {
        let serve = Arc::clone(&self.serve);
        Client { serve }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        (self.end)();
    }
}
