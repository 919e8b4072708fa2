//! The count and the end are one atomic word, so that a free permit is taken without a lock and never
//! after `close`. Only those who find none take the lock, and those who wake them.

use std::sync::atomic::{
    AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::sync::{Condvar, Mutex};

pub struct Semaphore {
    /// Twice the number of free permits, plus 1 once closed.
    /// Two atomics would not do: between a look at the one and a step on the other, both can change.
    word: AtomicUsize,
    /// Held from a waiter's last look until it sleeps, and taken once by whoever has changed the word:
    /// so no change falls into the gap.
    door: Mutex<()>,
    changed: Condvar,
}

const CLOSED: usize = 1;
const PERMIT: usize = 2;

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
            word: AtomicUsize::new(permits * PERMIT),
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
        let take = |word| (word & CLOSED == 0).then(|| usize::checked_sub(word, PERMIT))?;
        match self.word.fetch_update(Acquire, Relaxed, take) {
            Ok(_) => Ok(Permit { semaphore: self }),
            Err(word) if word & CLOSED != 0 => Err(TryAcquireError::Closed),
            Err(_) => Err(TryAcquireError::NoPermit),
        }
    }

    pub fn close(&self) {
        self.word.fetch_or(CLOSED, Release);
        drop(self.door.lock().unwrap());
        self.changed.notify_all();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.word.fetch_add(PERMIT, Release);
        drop(self.semaphore.door.lock().unwrap());
        self.semaphore.changed.notify_one();
    }
}
