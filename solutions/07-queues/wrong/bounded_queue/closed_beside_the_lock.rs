//! Misconception: a flag of its own needs no lock if it is atomic.
//! Refused by: shuts_down

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};

/// A queue of limited length, shared by many threads.
pub struct BoundedQueue<T> {
    items: Mutex<VecDeque<T>>,
    closed: AtomicBool,
    filled: Condvar,
    emptied: Condvar,
    capacity: usize,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue for 0 items takes none");
        BoundedQueue {
            items: Mutex::new(VecDeque::new()),
            closed: AtomicBool::new(false),
            filled: Condvar::new(),
            emptied: Condvar::new(),
            capacity,
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut items = self.items.lock().unwrap();
        while items.len() == self.capacity && !self.closed.load(SeqCst) {
            items = self.emptied.wait(items).unwrap();
        }
        if self.closed.load(SeqCst) {
            return Err(Closed(item));
        }
        items.push_back(item);
        self.filled.notify_one();
        Ok(())
    }

    pub fn pop(&self) -> Option<T> {
        let mut items = self.items.lock().unwrap();
        while items.is_empty() && !self.closed.load(SeqCst) {
            items = self.filled.wait(items).unwrap();
        }
        let item = items.pop_front();
        self.emptied.notify_one();
        item
    }

    pub fn close(&self) {
        self.closed.store(true, SeqCst);
        self.filled.notify_all();
        self.emptied.notify_all();
    }
}
