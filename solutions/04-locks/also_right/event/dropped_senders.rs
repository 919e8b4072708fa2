//! Every waiting thread leaves the sending end of a channel and waits at the other.
//! `set` drops the senders: nothing is ever sent, the end of the channel is the news.
//! Time limits, wake-ups for no reason and the rest are the channel's business.

use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

pub struct Event {
    /// `None` while the event is set: there is nobody to wait.
    waiting: Mutex<Option<Vec<Sender<()>>>>,
}

impl Event {
    pub fn new() -> Self {
        Event {
            waiting: Mutex::new(Some(Vec::new())),
        }
    }

    pub fn set(&self) {
        *self.waiting.lock().unwrap() = None;
    }

    pub fn clear(&self) {
        self.waiting.lock().unwrap().get_or_insert_default();
    }

    pub fn is_set(&self) -> bool {
        self.waiting.lock().unwrap().is_none()
    }

    pub fn wait(&self) {
        if let Some(news) = self.stand_in_line() {
            let _ = news.recv();
        }
    }

    pub fn wait_timeout(&self, limit: Duration) -> bool {
        match self.stand_in_line() {
            None => true,
            Some(news) => news.recv_timeout(limit) == Err(RecvTimeoutError::Disconnected),
        }
    }

    /// `None` if the event is set already.
    fn stand_in_line(&self) -> Option<Receiver<()>> {
        let mut waiting = self.waiting.lock().unwrap();
        let (sender, receiver) = mpsc::channel();
        waiting.as_mut()?.push(sender);
        Some(receiver)
    }
}
