//! No primitive of tokio's: a list of wakers beside the items, and everybody is woken at every change.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Waker};

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    state: Mutex<State<T>>,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
    /// Wakers of tasks that are gone are woken too, which does nothing.
    waiting: Vec<Waker>,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> State<T> {
    fn wake_all(&mut self) {
        for waker in self.waiting.drain(..) {
            waker.wake();
        }
    }

    fn wait(&mut self, context: &Context<'_>) {
        self.waiting.push(context.waker().clone());
    }
}

impl<T: Send + 'static> AsyncQueue<T> {
    /// An empty queue for at most `capacity` items: at least one, at most a million.
    pub fn new(capacity: usize) -> Self {
        let state = State {
            items: VecDeque::with_capacity(capacity),
            closed: false,
            waiting: Vec::new(),
        };
        AsyncQueue {
            state: Mutex::new(state),
            capacity,
        }
    }

    fn state(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap()
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut item = Some(item);
        poll_fn(|context| {
            let mut state = self.state();
            if !state.closed && state.items.len() >= self.capacity {
                state.wait(context);
                return Poll::Pending;
            }
            let item = item.take().expect("polled on after it was ready");
            Poll::Ready(match state.closed {
                true => Err(Closed(item)),
                false => {
                    state.items.push_back(item);
                    state.wake_all();
                    Ok(())
                }
            })
        })
        .await
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        poll_fn(|context| {
            let mut state = self.state();
            let item = state.items.pop_front();
            if item.is_none() && !state.closed {
                state.wait(context);
                return Poll::Pending;
            }
            state.wake_all();
            Poll::Ready(item)
        })
        .await
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        let mut state = self.state();
        state.closed = true;
        state.wake_all();
    }
}

type Running = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Handles what comes out of the queue with so many `consumers`, at least one, until it is closed and empty.
/// Returns how many items were handled. All consumers are parts of the caller's own task.
pub async fn consume<T, H, F>(queue: Arc<AsyncQueue<T>>, consumers: usize, handle: H) -> usize
where
    T: Send + 'static,
    H: Fn(T) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let mut running: Vec<Running> = Vec::with_capacity(consumers);
    let mut handled = 0;
    let mut over = false;
    poll_fn(|context| {
        loop {
            let before = running.len();
            running.retain_mut(|one| one.as_mut().poll(context).is_pending());
            handled += before - running.len();
            if over || running.len() == consumers {
                break;
            }
            let mut state = queue.state();
            match state.items.pop_front() {
                Some(item) => {
                    state.wake_all();
                    running.push(Box::pin(handle(item)));
                }
                None if state.closed => over = true,
                None => {
                    state.wait(context);
                    break;
                }
            }
        }
        match over && running.is_empty() {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    handled
}
