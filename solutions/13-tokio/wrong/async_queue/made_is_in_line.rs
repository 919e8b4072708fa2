//! Misconception: A `Notified` stands in line from the moment at which it is made.
//! Refused by: race_free

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;
use tokio::task::JoinSet;

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    inside: Mutex<Inside<T>>,
    capacity: usize,
    room: Notify,
    filled: Notify,
}

struct Inside<T> {
    items: VecDeque<T>,
    closed: bool,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T: Send + 'static> AsyncQueue<T> {
    /// An empty queue for at most `capacity` items, at least one.
    pub fn new(capacity: usize) -> Self {
        AsyncQueue {
            inside: Mutex::new(Inside {
                items: VecDeque::new(),
                closed: false,
            }),
            capacity,
            room: Notify::new(),
            filled: Notify::new(),
        }
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        loop {
            // Before the look, so that nothing is missed in between.
            let turn = self.room.notified();
            {
                let mut inside = self.inside.lock().unwrap();
                if inside.closed {
                    return Err(Closed(item));
                }
                if inside.items.len() < self.capacity {
                    inside.items.push_back(item);
                    self.filled.notify_one();
                    return Ok(());
                }
            }
            turn.await;
        }
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        loop {
            let turn = self.filled.notified();
            {
                let mut inside = self.inside.lock().unwrap();
                if let Some(item) = inside.items.pop_front() {
                    self.room.notify_one();
                    return Some(item);
                }
                if inside.closed {
                    return None;
                }
            }
            turn.await;
        }
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        self.inside.lock().unwrap().closed = true;
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
    let mut set = JoinSet::new();
    for _ in 0..consumers {
        let (queue, handle) = (Arc::clone(&queue), Arc::clone(&handle));
        set.spawn(async move {
            let mut handled = 0;
            while let Some(item) = queue.pop().await {
                handle(item).await;
                handled += 1;
            }
            handled
        });
    }
    set.join_all().await.into_iter().sum()
}
