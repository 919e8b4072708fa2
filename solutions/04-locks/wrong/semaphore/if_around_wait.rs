//! Misconception: a thread that comes back from `wait` was woken because there is a permit for it.
//! Refused by: race_free

use std::sync::{Condvar, Mutex};

/// A fixed number of permits, shared by many threads.
pub struct Semaphore {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    permits: usize,
    out: usize,
    closed: bool,
}

/// The right to go on. Dropping it gives it back.
pub struct Permit<'a> {
    semaphore: &'a Semaphore,
}

/// No permit, and there never will be one again.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed;

/// Why [`Semaphore::try_acquire`] came back with nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum TryAcquireError {
    /// All permits are out at this moment.
    NoPermit,
    /// The semaphore is closed.
    Closed,
}

impl Semaphore {
    pub fn new(permits: usize) -> Self {
        Semaphore {
            state: Mutex::new(State {
                permits,
                out: 0,
                closed: false,
            }),
            changed: Condvar::new(),
        }
    }

    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        let mut state = self.state.lock().unwrap();
        if state.out == state.permits && !state.closed {
            state = self.changed.wait(state).unwrap();
        }
        if state.closed {
            return Err(Closed);
        }
        state.out += 1;
        Ok(Permit { semaphore: self })
    }

    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        let mut state = self.state.lock().unwrap();
        if state.closed {
            return Err(TryAcquireError::Closed);
        }
        if state.out == state.permits {
            return Err(TryAcquireError::NoPermit);
        }
        state.out += 1;
        Ok(Permit { semaphore: self })
    }

    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
        self.changed.notify_all();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.state.lock().unwrap().out -= 1;
        self.semaphore.changed.notify_one();
    }
}
