//! Misconception: when no tick is running, the thread has ended as good as.
//! Refused by: race_free, shuts_down

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    alive: Option<Sender<()>>,
    /// Held while a tick runs.
    ticking: Arc<Mutex<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let (alive, owner) = mpsc::channel();
        let ticking = Arc::new(Mutex::new(()));
        let inside = Arc::clone(&ticking);
        thread::spawn(move || {
            while owner.recv_timeout(period) == Err(RecvTimeoutError::Timeout) {
                let _ticking = inside.lock();
                tick();
            }
        });
        Ticker {
            alive: Some(alive),
            ticking,
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.alive = None;
        drop(self.ticking.lock());
    }
}
