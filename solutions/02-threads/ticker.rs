//! A thread that waits for the end of a channel: what it waits for is the owner's end, and the period is the time limit.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    /// Nothing is ever sent. That it is dropped is the message, and nobody can forget to send it.
    alive: Option<Sender<()>>,
    /// `Option`, because `join` wants the handle itself, and `drop` has only a reference to the ticker.
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let (alive, owner) = mpsc::channel();
        let thread = thread::spawn(move || {
            // Sleeps for a period, unless the owner ends before.
            while owner.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
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
        // First the sender: fields are dropped after this function, which would wait for a thread
        // that waits for the sender's end.
        self.alive = None;
        let Some(thread) = self.thread.take() else {
            return;
        };
        // In a tick there is nothing to wait for: a thread that joins itself never goes on.
        if thread.thread().id() != thread::current().id() {
            // A panic of `tick` has been reported by the panic hook. Here it must not go on:
            // the owner may be panicking itself, and a second panic would abort.
            let _ = thread.join();
        }
    }
}
