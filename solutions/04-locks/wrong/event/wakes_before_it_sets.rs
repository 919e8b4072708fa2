//! Misconception: it does not matter whether the flag or the wake-up comes first.
//! Refused by: race_free

use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// Something that has happened, or has not yet.
pub struct Event {
    set: Mutex<bool>,
    was_set: Condvar,
}

impl Event {
    pub fn new() -> Self {
        Event {
            set: Mutex::new(false),
            was_set: Condvar::new(),
        }
    }

    pub fn set(&self) {
        self.was_set.notify_all();
        *self.set.lock().unwrap() = true;
    }

    pub fn clear(&self) {
        *self.set.lock().unwrap() = false;
    }

    pub fn is_set(&self) -> bool {
        *self.set.lock().unwrap()
    }

    pub fn wait(&self) {
        let mut set = self.set.lock().unwrap();
        while !*set {
            set = self.was_set.wait(set).unwrap();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let set = self.set.lock().unwrap();
        let (set, _) = self
            .was_set
            .wait_timeout_while(set, limit, |set| !*set)
            .unwrap();
        *set
    }
}
