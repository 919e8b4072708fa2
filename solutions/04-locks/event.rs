//! An event: a flag under a lock, and a condition variable that says "look at the flag again".

use std::sync::{Condvar, Mutex, MutexGuard};
use std::time::Duration;

/// Something that has happened, or has not yet.
pub struct Event {
    /// Under the lock and not an atomic: otherwise `set` fits in between
    /// a waiter's look at the flag and its sleep, and the waiter sleeps for ever.
    set: Mutex<bool>,
    /// Notified by `set` alone. `clear` gives nobody a reason to look.
    was_set: Condvar,
}

impl Event {
    /// A clear event.
    pub fn new() -> Self {
        Event {
            set: Mutex::new(false),
            was_set: Condvar::new(),
        }
    }

    /// Says that it has happened.
    pub fn set(&self) {
        *self.lock() = true;
        self.was_set.notify_all();
    }

    /// Takes it back: who waits from now on waits for the next `set`.
    pub fn clear(&self) {
        *self.lock() = false;
    }

    /// Whether the event is set at this moment.
    pub fn is_set(&self) -> bool {
        *self.lock()
    }

    /// Waits until the event is set.
    pub fn wait(&self) {
        let _set = self.was_set.wait_while(self.lock(), |set| !*set).unwrap();
    }

    /// Waits until the event is set, but no longer than `limit`: true if it was set, false if time ran out.
    pub fn wait_timeout(&self, limit: Duration) -> bool {
        // Counts the limit from here, however often the thread is woken in between.
        let (set, _) = self
            .was_set
            .wait_timeout_while(self.lock(), limit, |set| !*set)
            .unwrap();
        // The flag decides, not the clock: it may have been set just as the time ran out.
        *set
    }

    fn lock(&self) -> MutexGuard<'_, bool> {
        self.set.lock().unwrap()
    }
}
