//! Misconception: whoever is notified before it waits does not fall asleep.
//! Refused by: behaves, race_free, shuts_down

use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    end: Arc<(Mutex<bool>, Condvar)>,
    thread: Option<JoinHandle<()>>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let end = Arc::new((Mutex::new(false), Condvar::new()));
        let inside = Arc::clone(&end);
        let thread = thread::spawn(move || {
            let (ended, changed) = &*inside;
            loop {
                let guard = ended.lock().unwrap();
                let (guard, waited) = changed.wait_timeout(guard, period).unwrap();
                if *guard && !waited.timed_out() {
                    return;
                }
                drop(guard);
                tick();
            }
        });
        Ticker {
            end,
            thread: Some(thread),
        }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        let (ended, changed) = &*self.end;
        *ended.lock().unwrap() = true;
        changed.notify_all();
        let Some(thread) = self.thread.take() else {
            return;
        };
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
