//! Ticket: the heartbeat must not outlive its service.
//!
//! Our services report every ten seconds that they are alive, from a thread in the background.
//! In Python that was a daemon thread.
//! Services come and go within one process, and their heartbeats went on for ever.
//! Somebody then joined the thread when the service ended, and now ending one takes up to ten seconds.
//!
//! What must hold for a `Ticker`:
//! - `tick` is called one period after `start`, again one period later, and so on, in a thread of its own.
//!   `tick` is quick; if one is not, when the next one comes is up to you.
//! - Dropping the ticker ends it, and does not wait for the next tick to be due.
//!   A tick that is running is not cut off: the drop waits until it is over, also if it is the owner's panic
//!   that drops the ticker.
//!   When the drop has returned, the thread has ended, and `tick` is dropped with all that it owns.
//! - `tick` may drop the ticker to which it belongs. That tick is the last one, and this drop does not wait for it:
//!   it returns at once, and the thread ends when the tick is over.
//!   If `tick` drops another ticker, that drop waits like any other.
//! - A `tick` that panics ends the ticking, and that is all: dropping the ticker afterwards does not panic.
//! - Between ticks the thread sleeps; it does not wake up in between to look around, however long the period is.
//!
//! A period is longer than zero. `Duration::MAX` is a period as well: no tick ever comes, and the drop returns at once.

use std::time::Duration;

/// Ticks until it is dropped.
pub struct Ticker {
    // Yours.
}

impl Ticker {
    /// Begins to tick.
    pub fn start(period: Duration, tick: impl FnMut() + Send + 'static) -> Ticker {
        let _tick = tick;
        todo!("call `tick` every {period:?}")
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        todo!("end the thread, and see it end")
    }
}
