//! Misconception: a thread that will end sometime need not be waited for.
//! Refused by: behaves, shuts_down

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    ended: Arc<AtomicBool>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let ended = Arc::new(AtomicBool::new(false));
        let inside = Arc::clone(&ended);
        thread::spawn(move || {
            thread::sleep(period);
            while !inside.load(SeqCst) {
                tick();
                thread::sleep(period);
            }
        });
        Ticker { ended }
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.ended.store(true, SeqCst);
    }
}
