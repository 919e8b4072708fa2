//! Misconception: closing a channel is the same as closing what is built on it.
//! Refused by: race_free, shuts_down

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};

/// A channel that was filled with permits: taking one out is acquiring, putting it back is releasing.
pub struct Semaphore {
    taken: Mutex<Receiver<()>>,
    /// `None` once closed. The channel is at its end when all senders are gone.
    given_back: Mutex<Option<SyncSender<()>>>,
}

/// The right to go on. Dropping it gives it back.
pub struct Permit {
    sender: SyncSender<()>,
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
        let (sender, receiver) = mpsc::sync_channel(permits);
        for _ in 0..permits {
            sender.send(()).unwrap();
        }
        Semaphore {
            taken: Mutex::new(receiver),
            given_back: Mutex::new(Some(sender)),
        }
    }

    pub fn acquire(&self) -> Result<Permit, Closed> {
        let sender = self.given_back.lock().unwrap().clone().ok_or(Closed)?;
        self.taken
            .lock()
            .unwrap()
            .recv()
            .map_err(|_| Closed)
            .map(|()| Permit { sender })
    }

    pub fn try_acquire(&self) -> Result<Permit, TryAcquireError> {
        let sender = self.given_back.lock().unwrap().clone();
        let sender = sender.ok_or(TryAcquireError::Closed)?;
        match self.taken.lock().unwrap().try_recv() {
            Ok(()) => Ok(Permit { sender }),
            Err(TryRecvError::Empty) => Err(TryAcquireError::NoPermit),
            Err(TryRecvError::Disconnected) => Err(TryAcquireError::Closed),
        }
    }

    pub fn close(&self) {
        self.given_back.lock().unwrap().take();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let _ = self.sender.send(());
    }
}
