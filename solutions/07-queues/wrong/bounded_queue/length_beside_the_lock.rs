//! Misconception: the length is only a number, and an atomic is the way to count.
//! Refused by: race_free

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};

/// A queue of limited length, shared by many threads.
pub struct BoundedQueue<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
    emptied: Condvar,
    length: AtomicUsize,
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
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue for 0 items takes none");
        BoundedQueue {
            state: Mutex::new(State {
                items: VecDeque::new(),
                closed: false,
            }),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            length: AtomicUsize::new(0),
            capacity,
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        if self.length.load(SeqCst) == self.capacity {
            let mut state = self.state.lock().unwrap();
            while self.length.load(SeqCst) == self.capacity && !state.closed {
                state = self.emptied.wait(state).unwrap();
            }
        }
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(Closed(item));
        }
        state.items.push_back(item);
        self.length.fetch_add(1, SeqCst);
        self.filled.notify_one();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut state = self.state.lock().unwrap();
        while state.items.is_empty() && !state.closed {
            state = self.filled.wait(state).unwrap();
        }
        let item = state.items.pop_front();
        self.length.store(state.items.len(), SeqCst);
        self.emptied.notify_one();
        item
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.filled.notify_all();
        self.emptied.notify_all();
    }
}
