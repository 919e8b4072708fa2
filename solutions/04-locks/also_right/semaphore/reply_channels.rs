//! Each waiting thread leaves the sending end of a channel. A permit that comes back is sent to the first;
//! closing drops all the senders, and that is what the receivers hear.

use std::collections::VecDeque;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};

/// Shares its inside with the permits, so that a permit could outlive it.
pub struct Semaphore {
    desk: Arc<Mutex<Desk>>,
}

struct Desk {
    free: usize,
    /// `None` once closed.
    queue: Option<VecDeque<Sender<Permit>>>,
}

/// The right to go on. Dropping it gives it back.
pub struct Permit {
    desk: Arc<Mutex<Desk>>,
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
            queue: Some(VecDeque::new()),
        };
        Semaphore {
            desk: Arc::new(Mutex::new(desk)),
        }
    }

    pub fn acquire(&self) -> Result<Permit, Closed> {
        let permit = {
            let mut desk = self.desk.lock().unwrap();
            let Desk { free, queue } = &mut *desk;
            let queue = queue.as_mut().ok_or(Closed)?;
            if *free > 0 {
                *free -= 1;
                return Ok(self.permit());
            }
            let (sender, receiver) = mpsc::channel();
            queue.push_back(sender);
            receiver
        };
        permit.recv().map_err(|_| Closed)
    }

    pub fn try_acquire(&self) -> Result<Permit, TryAcquireError> {
        let mut desk = self.desk.lock().unwrap();
        if desk.queue.is_none() {
            return Err(TryAcquireError::Closed);
        }
        desk.free = desk.free.checked_sub(1).ok_or(TryAcquireError::NoPermit)?;
        Ok(self.permit())
    }

    pub fn close(&self) {
        self.desk.lock().unwrap().queue = None;
    }

    fn permit(&self) -> Permit {
        Permit {
            desk: Arc::clone(&self.desk),
        }
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut desk = self.desk.lock().unwrap();
        match desk.queue.as_mut().and_then(VecDeque::pop_front) {
            Some(waiter) => {
                let desk = Arc::clone(&self.desk);
                // Whoever stands in line stays at the other end until it is told something.
                let _ = waiter.send(Permit { desk });
            }
            None => desk.free += 1,
        }
    }
}
