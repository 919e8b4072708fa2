//! Misconception: A consumer that comes to a closed queue sees that it is closed; nobody has to wake one.
//! Refused by: behaves, shuts_down

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    /// The only truth. Both semaphores only say who may look.
    state: Mutex<State<T>>,
    /// A permit for each free place. A waiter that is dropped hands its permit on.
    room: Semaphore,
    /// A permit for each item inside.
    filled: Semaphore,
}

struct State<T> {
    items: VecDeque<T>,
    /// Under the same lock as the items: a push that got its room before the close must not come after a `None`.
    closed: bool,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T: Send + 'static> AsyncQueue<T> {
    /// An empty queue for at most `capacity` items: at least one, at most a million.
    pub fn new(capacity: usize) -> Self {
        AsyncQueue {
            state: Mutex::new(State {
                items: VecDeque::new(),
                closed: false,
            }),
            room: Semaphore::new(capacity),
            filled: Semaphore::new(0),
        }
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        let Ok(place) = self.room.acquire().await else {
            return Err(Closed(item));
        };
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(item));
        }
        // From here to the end nothing waits, so nothing can be dropped half-way.
        place.forget();
        state.items.push_back(item);
        self.filled.add_permits(1);
        Ok(())
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        // An error is the close: then nobody has to wait, and whoever comes first takes what is there.
        if self.state.lock().unwrap().closed {
            return self.state.lock().unwrap().items.pop_front();
        }
        if let Ok(item) = self.filled.acquire().await {
            item.forget();
        }
        let item = self.state.lock().unwrap().items.pop_front();
        if item.is_some() {
            self.room.add_permits(1);
        }
        item
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.room.close();
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
