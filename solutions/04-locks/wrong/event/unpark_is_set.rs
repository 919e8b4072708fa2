//! Misconception: `park` returns only when whoever keeps the list has called `unpark`.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::Duration;

/// Something that has happened, or has not yet.
pub struct Event {
    set: AtomicBool,
    sleepers: Mutex<Vec<Thread>>,
}

impl Event {
    pub fn new() -> Self {
        Event {
            set: AtomicBool::new(false),
            sleepers: Mutex::new(Vec::new()),
        }
    }

    pub fn set(&self) {
        self.set.store(true, Ordering::Release);
        for thread in self.sleepers.lock().unwrap().drain(..) {
            thread.unpark();
        }
    }

    pub fn clear(&self) {
        self.set.store(false, Ordering::Release);
    }

    pub fn is_set(&self) -> bool {
        self.set.load(Ordering::Acquire)
    }

    pub fn wait(&self) {
        self.sleepers.lock().unwrap().push(thread::current());
        if !self.is_set() {
            thread::park();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        self.sleepers.lock().unwrap().push(thread::current());
        if !self.is_set() {
            thread::park_timeout(limit);
        }
        self.is_set()
    }
}
