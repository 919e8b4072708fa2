//! Misconception: there is one ticker in a program, so its flag can be a `static`.
//! Refused by: behaves

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

static ENDED: AtomicBool = AtomicBool::new(false);

/// Ticks until it is dropped.
pub struct Ticker {
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        ENDED.store(false, Ordering::Release);
        let thread = thread::spawn(move || {
            let mut due = Instant::now().checked_add(period);
            while !ENDED.load(Ordering::Acquire) {
                let now = Instant::now();
                match due {
                    // So far away that no clock will ever show it.
                    None => thread::park(),
                    Some(time) if time > now => thread::park_timeout(time - now),
                    Some(time) => {
                        tick();
                        due = time.checked_add(period);
                    }
                }
            }
        });
        Ticker {
            thread: Some(thread),
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        ENDED.store(true, Ordering::Release);
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
