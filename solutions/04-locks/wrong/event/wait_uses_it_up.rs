//! Misconception: whoever has waited for the event has to reset it for the next one.
//! Refused by: behaves

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
        *self.set.lock().unwrap() = true;
        self.was_set.notify_all();
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
        *set = false;
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let set = self.set.lock().unwrap();
        let (mut set, _) = self
            .was_set
            .wait_timeout_while(set, limit, |set| !*set)
            .unwrap();
        std::mem::take(&mut *set)
    }
}
