//! Misconception: `recv_timeout` fails only when the time is up.
//! Refused by: behaves, race_free, shuts_down

use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    alive: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let (alive, owner) = mpsc::channel();
        let thread = thread::spawn(move || {
            while owner.recv_timeout(period).is_err() {
                tick();
            }
        });
        Ticker {
            alive: Some(alive),
            thread: Some(thread),
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.alive = None;
        let Some(thread) = self.thread.take() else {
            return;
        };
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
