//! Misconception: to wait for two things is to look again and again whether one of them has happened.
//! Refused by: behaves, shuts_down

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
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
            let mut since_tick = Duration::ZERO;
            while !inside.load(SeqCst) {
                let nap = Duration::from_secs(1).min(period - since_tick);
                thread::sleep(nap);
                since_tick += nap;
                if since_tick == period && !inside.load(SeqCst) {
                    since_tick = Duration::ZERO;
                    tick();
                }
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
        self.ended.store(true, SeqCst);
        let Some(thread) = self.thread.take() else {
            return;
        };
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
