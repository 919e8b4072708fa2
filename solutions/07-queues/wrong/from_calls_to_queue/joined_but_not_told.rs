//! Misconception: a join ends a thread.
//! Refused by: behaves, race_free, shuts_down

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread::{self, JoinHandle};

use crossbeam::channel::{Receiver, Sender, bounded, select_biased, unbounded};

/// Asks the service. Threads may share a client, or each have a clone of it.
pub struct Client<Q, A, E> {
    requests: Sender<Request<Q, A, E>>,
}

/// What was the arguments, and the place to return to.
struct Request<Q, A, E> {
    question: Q,
    reply: Sender<Result<A, CallError<E>>>,
}

/// Owns the thread that serves. There is one.
pub struct Service {
    running: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
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
    mut serve: impl FnMut(Q) -> Result<A, E> + Send + 'static,
) -> (Client<Q, A, E>, Service)
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    let (requests, queue): (_, Receiver<Request<Q, A, E>>) = unbounded();
    let (running, stop) = bounded(0);
    let thread = thread::spawn(move || {
        loop {
            let request = select_biased! {
                recv(stop) -> _ => return,
                recv(queue) -> request => request,
            };
            let Ok(Request { question, reply }) = request else {
                return;
            };
            let served = catch_unwind(AssertUnwindSafe(|| serve(question)));
            let answer = match served {
                Ok(answer) => answer.map_err(CallError::Failed),
                Err(payload) => Err(CallError::Panicked(text(payload))),
            };
            let _ = reply.send(answer);
        }
    });
    let service = Service {
        running: Some(running),
        thread: Some(thread),
    };
    (Client { requests }, service)
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
        let (reply, answer) = bounded(1);
        let question = request;
        let sent = self.requests.send(Request { question, reply });
        sent.map_err(|_| CallError::Gone)?;
        answer.recv().unwrap_or(Err(CallError::Gone))
    }
}

impl<Q, A, E> Clone for Client<Q, A, E> {
    fn clone(&self) -> Self {
        let requests = self.requests.clone();
        Client { requests }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
