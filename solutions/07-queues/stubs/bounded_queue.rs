//! Ticket: the scanner fills the memory.
//!
//! The scanner reads pages faster than they are recognised, and what waits in between grows until the machine
//! swaps. Give it a queue of limited length. Python has `queue.Queue(maxsize)` for this; write one yourself, to know
//! what such a queue does when it is full, empty or closed.
//!
//! What must hold:
//! - Items come out in the order in which they went in, each of them once.
//! - There are never more than `capacity` items inside. `push` waits while the queue is full: it puts its item in
//!   when there is room, and throws none away, neither its own nor an older one.
//! - `pop` waits while the queue is empty, however long nothing comes: silence is not the end.
//! - A thread that waits sleeps; it does not look again and again.
//!   No `push` sleeps on while there is room, and no `pop` while there is an item.
//! - After `close` nothing goes in: whoever pushes gets the item back, and so does whoever waits in `push` already.
//!   What is inside is still handed out, and after that every `pop` says `None`, one that waits already included.
//!   `close` waits for nobody, and closing twice is closing once.
//! - Items that nobody took are dropped with the queue.
//!
//! In which order waiting threads are served is up to you, and so is everything inside the type.

/// A queue of limited length, shared by many threads.
pub struct BoundedQueue<T> {
    /// Yours. (An item may be anything: it is never copied, cloned or compared.)
    items: Vec<T>,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    /// An empty queue for at most `capacity` items.
    ///
    /// # Panics
    ///
    /// If `capacity` is 0: nothing could ever go in. (Python's `maxsize=0` means no limit at all. This one does not.)
    pub fn new(capacity: usize) -> Self {
        todo!("an empty queue for {capacity} items")
    }

    /// Puts an item in, and waits for room before that.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let _ = item;
        todo!(
            "wait until there is room, or the queue is closed; then put the item in, or give it back"
        )
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub fn pop(&self) -> Option<T> {
        todo!("wait until there is an item, or the queue is closed")
    }

    /// Nothing goes in any more.
    pub fn close(&self) {
        todo!("close the queue, and let everybody know who waits")
    }
}
