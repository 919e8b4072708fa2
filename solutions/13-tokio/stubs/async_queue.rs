//! Ticket: the crawler's list of pages grows until the machine swaps.
//!
//! Tasks that find links are faster than tasks that fetch pages. Put a queue of limited length between them, this
//! time for tasks: whoever has to wait gives the thread back, and may be dropped while it waits.
//!
//! What must hold:
//! - Items come out in the order in which they went in, each of them once.
//! - There are never more than `capacity` items inside. `push` waits while the queue is full, `pop` while it is empty,
//!   however long; silence is not the end. Whoever waits is woken, and does not look again and again.
//! - A `push` or `pop` that is dropped while it waits has done nothing, also if its turn had come: no item is lost with
//!   it (but for the one that the `push` owned), and no room.
//! - After `close` nothing goes in: whoever pushes gets the item back, and so does whoever waits in `push` already.
//!   What is inside is still handed out, and after that every `pop` says `None`, one that waits already included.
//!   Closing twice is closing once. Items that nobody took are dropped with the queue.
//! - `consume` handles the items with so many consumers: that many are handled at the same time if there are enough,
//!   never more, and no item is taken out before a consumer is free for it.
//!   It returns when the queue is closed and empty and the last `handle` is over; no task of it is left then.
//!   If it is dropped before, its consumers go with it, and so do the items that they hold. The others stay inside.
//! - `handle` does not panic. The futures of `push` and `pop` may be spawned, on a runtime of several threads too.
//!
//! In which order those who wait are served is up to you, and so is what the queue is made of.

use std::sync::Arc;

/// A queue of limited length, shared by many tasks.
pub struct AsyncQueue<T> {
    /// Yours. (An item may be anything that can be sent: it is never copied, cloned or compared.)
    items: Vec<T>,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T: Send + 'static> AsyncQueue<T> {
    /// An empty queue for at most `capacity` items: at least one, at most a million.
    pub fn new(capacity: usize) -> Self {
        todo!("an empty queue for {capacity} items")
    }

    /// Puts an item in, and waits for room before that.
    pub async fn push(&self, item: T) -> Result<(), Closed<T>> {
        let _ = item;
        todo!("wait until there is room or the queue is closed; put the item in, or give it back")
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub async fn pop(&self) -> Option<T> {
        todo!("wait until there is an item, or the queue is closed")
    }

    /// Nothing goes in any more. Waits for nobody.
    pub fn close(&self) {
        todo!("close the queue, and let everybody know who waits")
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
    let _ = (queue, handle);
    todo!("{consumers} tasks that pop and handle; wait for all of them")
}
