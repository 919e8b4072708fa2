//! Misconception: a flag that is an atomic needs no lock.
//! Refused by: shuts_down

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex};

/// A fixed number of permits, shared by many threads.
pub struct Semaphore {
    free: Mutex<usize>,
    closed: AtomicBool,
    changed: Condvar,
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
            free: Mutex::new(permits),
            closed: AtomicBool::new(false),
            changed: Condvar::new(),
        }
    }

    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        let mut free = self.free.lock().unwrap();
        loop {
            if self.closed.load(Ordering::SeqCst) {
                return Err(Closed);
            }
            if *free > 0 {
                *free -= 1;
                return Ok(Permit { semaphore: self });
            }
            free = self.changed.wait(free).unwrap();
        }
    }

    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(TryAcquireError::Closed);
        }
        let mut free = self.free.lock().unwrap();
        *free = free.checked_sub(1).ok_or(TryAcquireError::NoPermit)?;
        Ok(Permit { semaphore: self })
    }

    pub fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.changed.notify_all();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.semaphore.free.lock().unwrap() += 1;
        self.semaphore.changed.notify_one();
    }
}
