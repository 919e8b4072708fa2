//! No condition variable: an atomic flag, and a list of the threads to be unparked.
//! `unpark` leaves a token, so that it may come before `park`.

use std::sync::Mutex;
use std::sync::atomic::{
    AtomicBool,
    Ordering::{Acquire, Release},
};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

pub struct Event {
    /// Decides. Everything else is about waking.
    set: AtomicBool,
    /// Whoever may be asleep. Left behind by a thread that gave up, a name here costs one wake-up for nothing.
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
        self.set.store(true, Release);
        for thread in self.sleepers.lock().unwrap().drain(..) {
            thread.unpark();
        }
    }

    pub fn clear(&self) {
        self.set.store(false, Release);
    }

    pub fn is_set(&self) -> bool {
        self.set.load(Acquire)
    }

    pub fn wait(&self) {
        // On the list first, then the look: `set` does it the other way round.
        // It has to be done again after every wake-up, for `set` empties the list.
        while !self.set_after_signing_up() {
            thread::park();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let start = Instant::now();
        loop {
            if self.set_after_signing_up() {
                return true;
            }
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return false;
            }
            thread::park_timeout(left);
        }
    }

    fn set_after_signing_up(&self) -> bool {
        let me = thread::current();
        let mut sleepers = self.sleepers.lock().unwrap();
        if sleepers.iter().all(|thread| thread.id() != me.id()) {
            sleepers.push(me);
        }
        drop(sleepers);
        self.is_set()
    }
}
