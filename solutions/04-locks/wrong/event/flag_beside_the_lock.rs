//! Misconception: a flag that is an atomic needs no lock.
//! Refused by: race_free

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// Something that has happened, or has not yet.
pub struct Event {
    set: AtomicBool,
    door: Mutex<()>,
    was_set: Condvar,
}

impl Event {
    pub fn new() -> Self {
        Event {
            set: AtomicBool::new(false),
            door: Mutex::new(()),
            was_set: Condvar::new(),
        }
    }

    pub fn set(&self) {
        self.set.store(true, Ordering::SeqCst);
        self.was_set.notify_all();
    }

    pub fn clear(&self) {
        self.set.store(false, Ordering::SeqCst);
    }

    pub fn is_set(&self) -> bool {
        self.set.load(Ordering::SeqCst)
    }

    pub fn wait(&self) {
        if self.is_set() {
            return;
        }
        let mut door = self.door.lock().unwrap();
        while !self.is_set() {
            door = self.was_set.wait(door).unwrap();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let start = Instant::now();
        let mut door = self.door.lock().unwrap();
        while !self.is_set() {
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return false;
            }
            door = self.was_set.wait_timeout(door, left).unwrap().0;
        }
        true
    }
}
