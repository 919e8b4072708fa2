//! Misconception: Whoever waits in `push` has a place, and nobody goes away without taking it.
//! Refused by: behaves

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
    room: Notify,
    filled: Notify,
}

struct State<T> {
    items: VecDeque<T>,
    /// Places taken or promised.
    promised: usize,
    closed: bool,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T: Send + 'static> AsyncQueue<T> {
    /// An empty queue for at most `capacity` items: at least one, at most a million.
    pub fn new(capacity: usize) -> Self {
        AsyncQueue {
            capacity,
            state: Mutex::new(State {
                items: VecDeque::new(),
                promised: 0,
                closed: false,
            }),
            room: Notify::new(),
            filled: Notify::new(),
        }
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        let must_wait = {
            let mut state = self.state.lock().unwrap();
            state.promised += 1;
            state.promised > self.capacity
        };
        if must_wait && !self.state.lock().unwrap().closed {
            self.room.notified().await;
        }
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        self.filled.notify_one();
        Ok(())
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        loop {
            {
                let mut state = self.state.lock().unwrap();
                if let Some(item) = state.items.pop_front() {
                    if state.promised > self.capacity {
                        self.room.notify_one();
                    }
                    state.promised -= 1;
                    return Some(item);
                }
                if state.closed {
                    return None;
                }
            }
            self.filled.notified().await;
        }
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.room.notify_waiters();
        self.filled.notify_waiters();
    }
}

/// Handles what comes out of the queue with so many `consumers`, at least one, until it is closed and empty.
/// Returns how many items were handled.
pub async fn consume<T, H, F>(queue: Arc<AsyncQueue<T>>, consumers: usize, handle: H) -> usize
where
    T: Send + 'static,
    H: Fn(T) -> F + Send + Sync + 'static,
    F: Future<Output = ()> + Send + 'static,
{
    let handle = Arc::new(handle);
    // Not a list of handles: a dropped JoinSet ends its tasks, a dropped JoinHandle lets its task go on.
    let mut tasks = JoinSet::new();
    for _ in 0..consumers {
        let (queue, handle) = (Arc::clone(&queue), Arc::clone(&handle));
        tasks.spawn(async move {
            let mut handled = 0;
            while let Some(item) = queue.pop().await {
                handle(item).await;
                handled += 1;
            }
            handled
        });
    }
    tasks.join_all().await.into_iter().sum()
}
