//! Misconception: an atomic count cannot lose a wake-up, so giving back needs no lock.
//! Refused by: race_free

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};

/// A fixed number of permits, shared by many threads.
pub struct Semaphore {
    free: AtomicUsize,
    closed: AtomicBool,
    door: Mutex<()>,
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
            free: AtomicUsize::new(permits),
            closed: AtomicBool::new(false),
            door: Mutex::new(()),
            changed: Condvar::new(),
        }
    }

    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        let mut door = self.door.lock().unwrap();
        loop {
            match self.try_acquire() {
                Ok(permit) => return Ok(permit),
                Err(TryAcquireError::Closed) => return Err(Closed),
                Err(TryAcquireError::NoPermit) => door = self.changed.wait(door).unwrap(),
            }
        }
    }

    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(TryAcquireError::Closed);
        }
        self.free
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |free| {
                free.checked_sub(1)
            })
            .map(|_| Permit { semaphore: self })
            .map_err(|_| TryAcquireError::NoPermit)
    }

    pub fn close(&self) {
        let _door = self.door.lock().unwrap();
        self.closed.store(true, Ordering::SeqCst);
        self.changed.notify_all();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.free.fetch_add(1, Ordering::SeqCst);
        self.semaphore.changed.notify_one();
    }
}
