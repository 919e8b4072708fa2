//! Misconception: a wait with a limit needs no second line on the list: the limit ends it anyway.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

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
        self.set.store(true, Ordering::SeqCst);
        for thread in self.sleepers.lock().unwrap().drain(..) {
            thread.unpark();
        }
    }

    pub fn clear(&self) {
        self.set.store(false, Ordering::SeqCst);
    }

    pub fn is_set(&self) -> bool {
        self.set.load(Ordering::SeqCst)
    }

    pub fn wait(&self) {
        loop {
            self.sleepers.lock().unwrap().push(thread::current());
            if self.is_set() {
                return;
            }
            thread::park();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let start = Instant::now();
        self.sleepers.lock().unwrap().push(thread::current());
        while !self.is_set() {
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return self.is_set();
            }
            thread::park_timeout(left);
        }
        true
    }
}
