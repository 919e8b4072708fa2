//! No channel at all: a list of slots under one lock, and a condition variable. A caller finds its answer under the
//! number that it drew.

use std::collections::{BTreeMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::{self, JoinHandle};

pub struct Client<Q, A, E> {
    desk: Arc<Desk<Q, A, E>>,
}

struct Desk<Q, A, E> {
    papers: Mutex<Papers<Q, A, E>>,
    moved: Condvar,
}

struct Papers<Q, A, E> {
    asked: VecDeque<(u64, Q)>,
    answered: BTreeMap<u64, Result<A, CallError<E>>>,
    next_number: u64,
    closed: bool,
}

pub struct Service {
    close: Box<dyn Fn() + Send>,
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
    let desk = Arc::new(Desk {
        papers: Mutex::new(Papers {
            asked: VecDeque::new(),
            answered: BTreeMap::new(),
            next_number: 0,
            closed: false,
        }),
        moved: Condvar::new(),
    });
    let (inner, outer) = (Arc::clone(&desk), Arc::clone(&desk));
    let thread = thread::spawn(move || {
        while let Some((number, question)) = inner.next() {
            let served = catch_unwind(AssertUnwindSafe(|| serve(question)));
            inner.answer(number, in_words(served));
        }
    });
    let service = Service {
        close: Box::new(move || outer.close()),
        thread: Some(thread),
    };
    (Client { desk }, service)
}

fn in_words<A, E>(served: thread::Result<Result<A, E>>) -> Result<A, CallError<E>> {
    let payload = match served {
        Ok(answer) => return answer.map_err(CallError::Failed),
        Err(payload) => payload,
    };
    let text = if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else if let Some(text) = payload.downcast_ref::<&'static str>() {
        (*text).to_string()
    } else {
        "?".to_string()
    };
    Err(CallError::Panicked(text))
}

impl<Q, A, E> Desk<Q, A, E> {
    fn papers(&self) -> MutexGuard<'_, Papers<Q, A, E>> {
        self.papers.lock().unwrap()
    }

    fn next(&self) -> Option<(u64, Q)> {
        let mut papers = self
            .moved
            .wait_while(self.papers(), |papers| {
                papers.asked.is_empty() && !papers.closed
            })
            .unwrap();
        if papers.closed {
            return None;
        }
        papers.asked.pop_front()
    }

    fn answer(&self, number: u64, answer: Result<A, CallError<E>>) {
        self.papers().answered.insert(number, answer);
        self.moved.notify_all();
    }

    /// Whoever waits in line is told at once.
    fn close(&self) {
        let mut papers = self.papers();
        papers.closed = true;
        for (number, _) in std::mem::take(&mut papers.asked) {
            papers.answered.insert(number, Err(CallError::Gone));
        }
        self.moved.notify_all();
    }
}

impl<Q, A, E> Client<Q, A, E> {
    pub fn call(&self, request: Q) -> Result<A, CallError<E>> {
        let mut papers = self.desk.papers();
        if papers.closed {
            return Err(CallError::Gone);
        }
        let number = papers.next_number;
        papers.next_number += 1;
        papers.asked.push_back((number, request));
        self.desk.moved.notify_all();
        loop {
            match papers.answered.remove(&number) {
                Some(answer) => return answer,
                None => papers = self.desk.moved.wait(papers).unwrap(),
            }
        }
    }
}

impl<Q, A, E> Clone for Client<Q, A, E> {
    fn clone(&self) -> Self {
        let desk = Arc::clone(&self.desk);
        Client { desk }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        (self.close)();
        let thread = self.thread.take().expect("it is dropped once");
        thread.join().expect("no panic leaves the loop");
    }
}
