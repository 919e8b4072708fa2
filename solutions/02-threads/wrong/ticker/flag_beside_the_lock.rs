//! Misconception: a flag that is atomic need not be set under the lock.
//! Refused by: shuts_down

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    end: Arc<End>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct End {
    reached: AtomicBool,
    lock: Mutex<()>,
    changed: Condvar,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let end = Arc::new(End::default());
        let inside = Arc::clone(&end);
        let thread = thread::spawn(move || {
            loop {
                let guard = inside.lock.lock().unwrap();
                let waited = inside
                    .changed
                    .wait_timeout_while(guard, period, |()| !inside.reached.load(SeqCst));
                if inside.reached.load(SeqCst) {
                    return;
                }
                drop(waited);
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
        self.end.reached.store(true, SeqCst);
        self.end.changed.notify_all();
        let Some(thread) = self.thread.take() else {
            return;
        };
        if thread.thread().id() != thread::current().id() {
            let _ = thread.join();
        }
    }
}
