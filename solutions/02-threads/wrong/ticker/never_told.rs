//! Misconception: a thread ends when its handle is dropped.
//! Refused by: behaves, race_free, shuts_down

use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    _thread: JoinHandle<()>,
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, mut tick: impl FnMut() + Send + 'static) -> Ticker {
        let thread = thread::spawn(move || {
            loop {
                thread::sleep(period);
                tick();
            }
        });
        Ticker { _thread: thread }
    }
}
