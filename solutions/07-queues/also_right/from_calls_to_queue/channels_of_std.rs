//! With `mpsc` of std. There is no `select!`: the signal to end overtakes by a flag, and a request without a question
//! wakes the thread to look at it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};

type Reply<A, E> = Sender<Result<A, CallError<E>>>;

pub struct Client<Q, A, E> {
    queue: Sender<Option<(Q, Reply<A, E>)>>,
}

pub struct Service {
    ending: Arc<AtomicBool>,
    wake: Box<dyn Fn() + Send>,
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

pub fn start<Q, A, E>(
    mut serve: impl FnMut(Q) -> Result<A, E> + Send + 'static,
) -> (Client<Q, A, E>, Service)
where
    Q: Send + 'static,
    A: Send + 'static,
    E: Send + 'static,
{
    let ending = Arc::new(AtomicBool::new(false));
    let looks = Arc::clone(&ending);
    let (queue, requests) = channel::<Option<(Q, Reply<A, E>)>>();
    let thread = thread::spawn(move || {
        for request in requests {
            if looks.load(SeqCst) {
                return;
            }
            let Some((question, reply)) = request else {
                continue;
            };
            let answer = match catch_unwind(AssertUnwindSafe(|| serve(question))) {
                Ok(Ok(answer)) => Ok(answer),
                Ok(Err(error)) => Err(CallError::Failed(error)),
                Err(payload) => {
                    let literal = payload.downcast_ref::<&str>().map(|text| text.to_string());
                    let text = literal.or_else(|| payload.downcast_ref::<String>().cloned());
                    Err(CallError::Panicked(text.unwrap_or_else(|| "?".into())))
                }
            };
            let _ = reply.send(answer);
        }
    });
    let knock = queue.clone();
    let service = Service {
        ending,
        wake: Box::new(move || {
            let _ = knock.send(None);
        }),
        thread: Some(thread),
    };
    (Client { queue }, service)
}

impl<Q, A, E> Client<Q, A, E> {
    pub fn call(&self, request: Q) -> Result<A, CallError<E>> {
        let (reply, answer) = channel();
        match self.queue.send(Some((request, reply))) {
            Ok(()) => answer.recv().unwrap_or(Err(CallError::Gone)),
            Err(_) => Err(CallError::Gone),
        }
    }
}

impl<Q, A, E> Clone for Client<Q, A, E> {
    fn clone(&self) -> Self {
        Client {
            queue: self.queue.clone(),
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.ending.store(true, SeqCst);
        (self.wake)();
        self.thread.take().map(JoinHandle::join);
    }
}
