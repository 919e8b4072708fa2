//! Counts how often the event was set. A thread waits for the count to change, so that
//! even a `set` that is followed by `clear` at once is noticed by everybody who waited.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

pub struct Event {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Clone, Copy)]
struct State {
    set: bool,
    times_set: u64,
}

impl Event {
    pub fn new() -> Self {
        let state = State {
            set: false,
            times_set: 0,
        };
        Event {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    pub fn set(&self) {
        let mut state = self.state.lock().unwrap();
        state.set = true;
        state.times_set += 1;
        drop(state);
        self.changed.notify_all();
    }

    pub fn clear(&self) {
        self.state.lock().unwrap().set = false;
    }

    pub fn is_set(&self) -> bool {
        self.state.lock().unwrap().set
    }

    pub fn wait(&self) {
        let mut state = self.state.lock().unwrap();
        let before = *state;
        while !state.set && state.times_set == before.times_set {
            state = self.changed.wait(state).unwrap();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        let start = Instant::now();
        let mut state = self.state.lock().unwrap();
        let before = *state;
        loop {
            if state.set || state.times_set != before.times_set {
                return true;
            }
            // What is left of the limit, not the limit once more.
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return false;
            }
            state = self.changed.wait_timeout(state, left).unwrap().0;
        }
    }
}
