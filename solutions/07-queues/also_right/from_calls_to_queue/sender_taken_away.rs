//! All clients share one sender, which the end takes away from them; a flag tells the thread not to serve what is left.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

pub struct Client<Q, A, E> {
    line: Line<Q, A, E>,
}

/// `None`: the service has ended.
type Line<Q, A, E> = Arc<Mutex<Option<Sender<Request<Q, A, E>>>>>;

type Request<Q, A, E> = (Q, Sender<Result<A, CallError<E>>>);

pub struct Service {
    hang_up: Box<dyn Fn() + Send>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, PartialEq, Eq)]
pub enum CallError<E> {
    Failed(E),
    Panicked(String),
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
    let (sender, requests) = channel::<Request<Q, A, E>>();
    let line: Line<Q, A, E> = Arc::new(Mutex::new(Some(sender)));
    let ended = Arc::new(AtomicBool::new(false));
    let (mine, looks) = (line.clone(), ended.clone());
    let thread = thread::spawn(move || {
        for (question, reply) in requests {
            if looks.load(Ordering::Acquire) {
                return;
            }
            let served = catch_unwind(AssertUnwindSafe(|| serve(question)));
            let _ = reply.send(match served {
                Ok(answer) => answer.map_err(CallError::Failed),
                Err(payload) => Err(CallError::Panicked(
                    match (
                        payload.downcast_ref::<&str>(),
                        payload.downcast_ref::<String>(),
                    ) {
                        (Some(text), _) => text.to_string(),
                        (_, Some(text)) => text.clone(),
                        _ => "?".to_string(),
                    },
                )),
            });
        }
    });
    let hang_up = move || {
        ended.store(true, Ordering::Release);
        mine.lock().unwrap().take();
    };
    let service = Service {
        hang_up: Box::new(hang_up),
        thread: Some(thread),
    };
    (Client { line }, service)
}

impl<Q, A, E> Client<Q, A, E> {
    pub fn call(&self, request: Q) -> Result<A, CallError<E>> {
        let (reply, answer) = channel();
        let asked = match &*self.line.lock().unwrap() {
            Some(sender) => sender.send((request, reply)).is_ok(),
            None => false,
        };
        match asked {
            true => answer.recv().unwrap_or(Err(CallError::Gone)),
            false => Err(CallError::Gone),
        }
    }
}

impl<Q, A, E> Clone for Client<Q, A, E> {
    fn clone(&self) -> Self {
        let line = self.line.clone();
        Client { line }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        (self.hang_up)();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
