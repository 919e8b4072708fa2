//! First come, first served: a permit that comes back is handed to the thread that has waited longest.
//! Each thread sleeps by `park` and has an answer of its own to look at.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::thread::{self, Thread};

pub struct Semaphore {
    desk: Mutex<Desk>,
}

struct Desk {
    /// Permits that nobody waits for.
    free: usize,
    closed: bool,
    /// Whoever waits, the longest first. Empty while permits are free.
    queue: VecDeque<Arc<Waiter>>,
}

struct Waiter {
    thread: Thread,
    /// Whether it got a permit. A wake-up without an answer here means nothing.
    granted: OnceLock<bool>,
}

impl Waiter {
    fn tell(&self, granted: bool) {
        let _ = self.granted.set(granted);
        self.thread.unpark();
    }

    fn listen(&self) -> bool {
        loop {
            match self.granted.get() {
                Some(granted) => return *granted,
                None => thread::park(),
            }
        }
    }
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
        let desk = Desk {
            free: permits,
            closed: false,
            queue: VecDeque::new(),
        };
        Semaphore {
            desk: Mutex::new(desk),
        }
    }

    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        let waiter = {
            let mut desk = self.lock();
            match take(&mut desk) {
                Ok(()) => return Ok(Permit { semaphore: self }),
                Err(TryAcquireError::Closed) => return Err(Closed),
                Err(TryAcquireError::NoPermit) => stand_in_line(&mut desk),
            }
        };
        if waiter.listen() {
            Ok(Permit { semaphore: self })
        } else {
            Err(Closed)
        }
    }

    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        take(&mut self.lock())?;
        Ok(Permit { semaphore: self })
    }

    pub fn close(&self) {
        let mut desk = self.lock();
        desk.closed = true;
        for waiter in desk.queue.drain(..) {
            waiter.tell(false);
        }
    }

    fn lock(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap()
    }
}

fn take(desk: &mut Desk) -> Result<(), TryAcquireError> {
    if desk.closed {
        return Err(TryAcquireError::Closed);
    }
    desk.free = desk.free.checked_sub(1).ok_or(TryAcquireError::NoPermit)?;
    Ok(())
}

fn stand_in_line(desk: &mut Desk) -> Arc<Waiter> {
    let waiter = Arc::new(Waiter {
        thread: thread::current(),
        granted: OnceLock::new(),
    });
    desk.queue.push_back(Arc::clone(&waiter));
    waiter
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut desk = self.semaphore.lock();
        match desk.queue.pop_front() {
            // Handed over: it is never free in between, so nobody can snatch it.
            Some(waiter) => waiter.tell(true),
            None => desk.free += 1,
        }
    }
}
