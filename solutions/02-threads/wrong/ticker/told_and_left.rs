//! Misconception: a thread that has been told to end has ended.
//! Refused by: shuts_down

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    alive: Option<Sender<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let (alive, owner) = mpsc::channel();
        thread::spawn(move || {
            while owner.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                tick();
            }
        });
        Ticker { alive: Some(alive) }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.alive = None;
    }
}
