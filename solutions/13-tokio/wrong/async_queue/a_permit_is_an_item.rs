//! Misconception: Whoever holds a permit for an item will find one.
//! Refused by: race_free

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    inside: Mutex<Inside<T>>,
    /// A permit for each free place.
    room: Semaphore,
    /// A permit for each item.
    filled: Semaphore,
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
            room: Semaphore::new(capacity),
            filled: Semaphore::new(0),
        }
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        let Ok(permit) = self.room.acquire().await else {
            return Err(Closed(item));
        };
        let mut inside = self.inside.lock().unwrap();
        if inside.closed {
            return Err(Closed(item));
        }
        inside.items.push_back(item);
        permit.forget();
        self.filled.add_permits(1);
        Ok(())
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        match self.filled.acquire().await {
            Ok(permit) => {
                permit.forget();
                let item = self.inside.lock().unwrap().items.pop_front().unwrap();
                self.room.add_permits(1);
                Some(item)
            }
            Err(_) => self.inside.lock().unwrap().items.pop_front(),
        }
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        self.inside.lock().unwrap().closed = true;
        self.room.close();
        self.filled.close();
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
