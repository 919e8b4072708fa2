//! Misconception: `park_timeout` ends when the time is up or when somebody has called `unpark`.
//! Refused by: behaves, race_free

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let ended = Arc::new(AtomicBool::new(false));
        let inside = Arc::clone(&ended);
        let thread = thread::spawn(move || {
            thread::park_timeout(period);
            while !inside.load(Ordering::Acquire) {
                tick();
                thread::park_timeout(period);
            }
        });
        Ticker {
            ended,
            thread: Some(thread),
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Release);
        if let Some(thread) = &self.thread {
            thread.thread().unpark();
        }
        let Some(thread) = self.thread.take() else {
            return;
        };
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
