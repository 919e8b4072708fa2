//! Misconception: to take one and to put it back if there was none is as good as not to have taken it.
//! Refused by: race_free

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};

pub struct Semaphore {
    /// How many permits are free. Once closed, so far below 0 that no permit brings it back.
    free: AtomicI64,
    /// Whether it is closed. Held from a waiter's last look until it sleeps, and taken by whoever wakes it.
    door: Mutex<bool>,
    changed: Condvar,
}

const FAR: i64 = 1 << 40;

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
            free: AtomicI64::new(permits as i64),
            door: Mutex::new(false),
            changed: Condvar::new(),
        }
    }

    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        loop {
            match self.try_acquire() {
                Ok(permit) => return Ok(permit),
                Err(TryAcquireError::Closed) => return Err(Closed),
                Err(TryAcquireError::NoPermit) => self.sleep(),
            }
        }
    }

    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        let before = self.free.fetch_sub(1, SeqCst);
        if before > 0 {
            return Ok(Permit { semaphore: self });
        }
        // There was none: as it was before.
        self.free.fetch_add(1, SeqCst);
        Err(match before < -FAR / 2 {
            true => TryAcquireError::Closed,
            false => TryAcquireError::NoPermit,
        })
    }

    pub fn close(&self) {
        let mut closed = self.door.lock().unwrap();
        if !*closed {
            *closed = true;
            self.free.fetch_sub(FAR, SeqCst);
        }
        self.changed.notify_all();
    }

    fn sleep(&self) {
        let door = self.door.lock().unwrap();
        let nothing = |closed: &mut bool| !*closed && self.free.load(SeqCst) <= 0;
        let _door = self.changed.wait_while(door, nothing).unwrap();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.semaphore.free.fetch_add(1, SeqCst);
        drop(self.semaphore.door.lock().unwrap());
        self.semaphore.changed.notify_one();
    }
}
