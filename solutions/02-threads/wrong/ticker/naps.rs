//! Misconception: a thread that naps for a second at a time is as good as asleep.
//! Refused by: behaves, shuts_down

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const NAP: Duration = Duration::from_secs(1);

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
            let mut due = Instant::now().checked_add(period);
            while !inside.load(Ordering::Acquire) {
                let now = Instant::now();
                match due {
                    // So far away that no clock will ever show it.
                    None => thread::park_timeout(NAP),
                    Some(time) if time > now => thread::park_timeout(NAP.min(time - now)),
                    Some(time) => {
                        tick();
                        due = time.checked_add(period);
                    }
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
