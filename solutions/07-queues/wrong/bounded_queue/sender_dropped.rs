//! Misconception: dropping the sender closes a channel, also for whoever is sending.
//! Refused by: shuts_down

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// A queue of limited length, shared by many threads.
pub struct BoundedQueue<T> {
    /// `None` when closed.
    sender: Mutex<Option<SyncSender<T>>>,
    receiver: Mutex<Receiver<T>>,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue for 0 items takes none");
        let (sender, receiver) = sync_channel(capacity);
        BoundedQueue {
            sender: Mutex::new(Some(sender)),
            receiver: Mutex::new(receiver),
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        let sender = self.sender.lock().unwrap().clone();
        match sender {
            Some(sender) => sender.send(item).map_err(|error| Closed(error.0)),
            None => Err(Closed(item)),
        }
    }

    pub fn pop(&self) -> Option<T> {
        self.receiver.lock().unwrap().recv().ok()
    }

    pub fn close(&self) {
        self.sender.lock().unwrap().take();
    }
}
