//! Misconception: two atomics that are read one after the other say what holds at one moment.
//! Refused by: shuts_down

use std::sync::atomic::{
    AtomicBool, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::sync::{Condvar, Mutex};

pub struct Semaphore {
    free: AtomicUsize,
    closed: AtomicBool,
    /// Keeps changes out while a waiter looks a last time and falls asleep.
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
        let mut door = None;
        loop {
            match self.try_acquire() {
                Ok(permit) => return Ok(permit),
                Err(TryAcquireError::Closed) => return Err(Closed),
                // The first look was without the lock; look again with it before sleeping.
                Err(TryAcquireError::NoPermit) => {
                    door = Some(match door.take() {
                        None => self.door.lock().unwrap(),
                        Some(held) => self.changed.wait(held).unwrap(),
                    });
                }
            }
        }
    }

    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        if self.closed.load(Acquire) {
            return Err(TryAcquireError::Closed);
        }
        self.free
            .fetch_update(Acquire, Relaxed, |free| free.checked_sub(1))
            .map(|_| Permit { semaphore: self })
            .map_err(|_| TryAcquireError::NoPermit)
    }

    pub fn close(&self) {
        self.closed.store(true, Release);
        drop(self.door.lock().unwrap());
        self.changed.notify_all();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.free.fetch_add(1, Release);
        drop(self.semaphore.door.lock().unwrap());
        self.semaphore.changed.notify_one();
    }
}
