//! Misconception: a loop with `yield_now` is waiting, since it lets others run.
//! Refused by: race_free

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Something that has happened, or has not yet.
pub struct Event {
    set: AtomicBool,
}

impl Event {
    pub fn new() -> Self {
        Event {
            set: AtomicBool::new(false),
        }
    }

    pub fn set(&self) {
        self.set.store(true, Ordering::Release);
    }

    pub fn clear(&self) {
        self.set.store(false, Ordering::Release);
    }

    pub fn is_set(&self) -> bool {
        self.set.load(Ordering::Acquire)
    }

    pub fn wait(&self) {
        while !self.is_set() {
            thread::yield_now();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let start = Instant::now();
        while !self.is_set() {
            if start.elapsed() >= limit {
                return false;
            }
            thread::yield_now();
        }
        true
    }
}
