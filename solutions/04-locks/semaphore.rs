//! A counting semaphore: one lock over everything that decides, one condition variable for every change.

use std::sync::{Condvar, Mutex, MutexGuard};

/// A fixed number of permits, shared by many threads.
pub struct Semaphore {
    /// Both facts that decide whether a thread may go on, under one lock.
    /// An atomic count beside the lock could change between a waiter's look and its sleep.
    state: Mutex<State>,
    /// "Look again": a permit came back, or the semaphore is closed.
    changed: Condvar,
}

struct State {
    /// Permits that are not out. Never counts those that are: there is nothing to be done with them.
    free: usize,
    closed: bool,
}

/// The right to go on. Dropping it gives it back.
pub struct Permit<'a> {
    /// Where it goes back to.
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
    /// All `permits` are free at first. With 0, everybody waits until `close`.
    pub fn new(permits: usize) -> Self {
        let state = State {
            free: permits,
            closed: false,
        };
        Semaphore {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// Waits for a permit.
    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        let mut state = self
            .changed
            .wait_while(self.lock(), |state| state.free == 0 && !state.closed)
            .unwrap();
        if state.closed {
            return Err(Closed);
        }
        state.free -= 1;
        Ok(Permit { semaphore: self })
    }

    /// Takes a permit if one is free at this moment.
    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        let mut state = self.lock();
        if state.closed {
            return Err(TryAcquireError::Closed);
        }
        if state.free == 0 {
            return Err(TryAcquireError::NoPermit);
        }
        state.free -= 1;
        Ok(Permit { semaphore: self })
    }

    /// No more permits for anybody.
    pub fn close(&self) {
        self.lock().closed = true;
        // Everybody who waits has to hear of it, not only one.
        self.changed.notify_all();
    }

    /// Cannot be poisoned: nothing panics while the lock is held, and a permit that is dropped
    /// in a panic takes the lock after the panic began, which does not poison it.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.lock().free += 1;
        // One permit is enough for one thread. Each permit wakes one, so that two permits wake two.
        self.semaphore.changed.notify_one();
    }
}
