//! A crossbeam channel does the waiting. A second one, on which nothing is ever sent, says "closed" to everybody
//! when its only sender is dropped.
//!
//! Items go in under a lock that `close` takes too, or one could slip in behind the last `pop`.

use std::sync::{Condvar, Mutex};

use crossbeam::channel::{Receiver, Sender, TrySendError, bounded};
use crossbeam::select;

pub struct BoundedQueue<T> {
    sender: Sender<T>,
    receiver: Receiver<T>,
    /// `Some` while the queue is open.
    open: Mutex<Option<Sender<()>>>,
    closing: Receiver<()>,
    room: Condvar,
}

#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0);
        let (sender, receiver) = bounded(capacity);
        let (open, closing) = bounded(0);
        BoundedQueue {
            sender,
            receiver,
            open: Mutex::new(Some(open)),
            closing,
            room: Condvar::new(),
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let mut item = item;
        let mut open = self.open.lock().unwrap();
        while open.is_some() {
            match self.sender.try_send(item) {
                Ok(()) => return Ok(()),
                Err(TrySendError::Full(back) | TrySendError::Disconnected(back)) => item = back,
            }
            open = self.room.wait(open).unwrap();
        }
        Err(Closed(item))
    }

    pub fn pop(&self) -> Option<T> {
        let item = select! {
            recv(self.receiver) -> item => item.ok(),
            recv(self.closing) -> _ => self.receiver.try_recv().ok(),
        };
        // Under the lock, or a `push` that has found it full and not yet fallen asleep would miss it.
        let _open = self.open.lock().unwrap();
        self.room.notify_one();
        item
    }

    pub fn close(&self) {
        self.open.lock().unwrap().take();
        self.room.notify_all();
    }
}
