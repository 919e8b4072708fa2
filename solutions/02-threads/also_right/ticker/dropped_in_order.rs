//! No `drop` of its own: the fields are dropped in the order in which they stand.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    /// First, so that the thread hears of the end before it is waited for.
    _alive: Sender<()>,
    _thread: JoinedOnDrop,
}

struct JoinedOnDrop(Option<JoinHandle<()>>);

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let (alive, owner) = mpsc::channel();
        let work = move || {
            while let Err(RecvTimeoutError::Timeout) = owner.recv_timeout(period) {
                tick();
            }
        };
        Ticker {
            _alive: alive,
            _thread: JoinedOnDrop(Some(thread::spawn(work))),
        }
    }
}

impl Drop for JoinedOnDrop {
    fn drop(&mut self) {
        let is_me = |thread: &JoinHandle<()>| thread.thread().id() == thread::current().id();
        if let Some(thread) = self.0.take_if(|thread| !is_me(thread)) {
            let _ = thread.join();
        }
    }
}
