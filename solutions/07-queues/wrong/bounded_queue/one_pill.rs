//! Misconception: a last item `None` ends the queue, as a sentinel does in Python.
//! Refused by: behaves

use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// A queue of limited length, shared by many threads.
pub struct BoundedQueue<T> {
    sender: SyncSender<Option<T>>,
    receiver: Mutex<Receiver<Option<T>>>,
    closed: Mutex<bool>,
}

/// The queue is closed. Here is your item.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed<T>(pub T);

impl<T> BoundedQueue<T> {
    pub fn new(capacity: usize) -> Self {
        assert!(capacity > 0, "a queue for 0 items takes none");
        let (sender, receiver) = sync_channel(capacity);
        BoundedQueue {
            sender,
            receiver: Mutex::new(receiver),
            closed: Mutex::new(false),
        }
    }

    pub fn push(&self, item: T) -> Result<(), Closed<T>> {
        if *self.closed.lock().unwrap() {
            return Err(Closed(item));
        }
        let sent = self.sender.send(Some(item));
        sent.map_err(|error| Closed(error.0.expect("it was an item")))
    }

    pub fn pop(&self) -> Option<T> {
        self.receiver.lock().unwrap().recv().ok()?
    }

    pub fn close(&self) {
        let mut closed = self.closed.lock().unwrap();
        if !*closed {
            *closed = true;
            let _ = self.sender.send(None);
        }
    }
}
