//! A bounded queue: one lock over everything that decides, and a condition variable for each thing one can wait for.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};

/// A queue of limited length, shared by many threads.
pub struct BoundedQueue<T> {
    /// Items and the mark "closed" under one lock: whether a thread may go on depends on both.
    state: Mutex<State<T>>,
    /// Waits here: `pop`. "There is an item, or there will be none."
    filled: Condvar,
    /// Waits here: `push`. "There is room, or no need of it." With one place for both,
    /// `notify_one` could wake a thread that waits for the other thing.
    emptied: Condvar,
    capacity: usize,
}

struct State<T> {
    items: VecDeque<T>,
    closed: bool,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    /// An empty queue for at most `capacity` items.
    ///
    /// # Panics
    ///
    /// If `capacity` is 0: nothing could ever go in.
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue for 0 items takes none");
        let state = State {
            items: VecDeque::new(),
            closed: false,
        };
        BoundedQueue {
            state: Mutex::new(state),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            capacity,
        }
    }

    /// Puts an item in, and waits for room before that.
    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let full = |state: &mut State<T>| state.items.len() == self.capacity && !state.closed;
        let mut state = self.emptied.wait_while(self.lock(), full).unwrap();
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        // One item is enough for one thread. Each item wakes one, whether the queue was empty before or not.
        self.filled.notify_one();
        Ok(())
    }

    /// Takes the oldest item out, and waits for one before that. `None`: the queue is closed, and none is left.
    pub fn pop(&self) -> Option<T> {
        let empty = |state: &mut State<T>| state.items.is_empty() && !state.closed;
        let mut state = self.filled.wait_while(self.lock(), empty).unwrap();
        let item = state.items.pop_front();
        self.emptied.notify_one();
        item
    }

    /// Nothing goes in any more.
    pub fn close(&self) {
        self.lock().closed = true;
        // News for everybody, in both places.
        self.filled.notify_all();
        self.emptied.notify_all();
    }

    /// Cannot be poisoned: nothing of the caller's runs under it.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap()
    }
}
