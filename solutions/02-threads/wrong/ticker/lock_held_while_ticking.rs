//! Misconception: nobody else needs the lock while a tick runs.
//! Refused by: shuts_down

use std::sync::{Arc, Condvar, Mutex, PoisonError};
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
                let ended = ended.lock().unwrap();
                let (ended, _) = changed
                    .wait_timeout_while(ended, period, |ended| !*ended)
                    .unwrap();
                if *ended {
                    return;
                }
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
        *ended.lock().unwrap_or_else(PoisonError::into_inner) = true;
        changed.notify_all();
        let Some(thread) = self.thread.take() else {
            return;
        };
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
