//! Misconception: a limit so long that nobody waits for it can be cut short.
//! Refused by: race_free

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

/// Something that has happened, or has not yet.
pub struct Event {
    set: Mutex<bool>,
    was_set: Condvar,
}

/// So that `now + limit` cannot overflow.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

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
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let deadline = Instant::now() + limit.min(LONGEST);
        let mut set = self.set.lock().unwrap();
        while !*set {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            set = self.was_set.wait_timeout(set, left).unwrap().0;
        }
        true
    }
}
