//! Ticket: workers start before the configuration is loaded.
//!
//! Forty workers wait until somebody says "ready", and some give up after a time limit.
//! Python has `threading.Event` for this; the standard library of Rust has none, so write one.
//!
//! What must hold:
//! - An event is set or clear. `set` and `clear` change that, from any thread, as often as you like.
//! - `wait` returns only when the event has been set, and at once when it is set already.
//!   One `set` wakes every thread that waits, and waiting uses nothing up: the event stays set.
//! - What a thread wrote before `set`, a thread sees after `wait` (or after `is_set` said yes).
//! - `wait_timeout` says whether the event was set. It gives up when `limit` has passed since the call,
//!   no earlier and no later, however often the thread is woken in between.
//!   Any `Duration` will do as a limit, `Duration::MAX` too.
//! - A thread that waits sleeps. It does not look again and again.
//!
//! Threads can be woken for no reason of yours: a condition variable may do so, and so may
//! anybody who calls `unpark`. That is never to be taken for a `set`.
//!
//! What may happen: a `set` that is followed by `clear` at once can go unnoticed by a thread that waits.

use std::time::Duration;

/// Something that has happened, or has not yet.
pub struct Event {
    // Yours.
}

impl Event {
    /// A clear event.
    pub fn new() -> Self {
        todo!("a clear event")
    }

    /// Says that it has happened.
    pub fn set(&self) {
        todo!("set the event, and let everybody know who waits")
    }

    /// Takes it back: who waits from now on waits for the next `set`.
    pub fn clear(&self) {
        todo!("clear the event")
    }

    /// Whether the event is set at this moment.
    pub fn is_set(&self) -> bool {
        todo!("look whether the event is set")
    }

    /// Waits until the event is set.
    pub fn wait(&self) {
        todo!("sleep until the event is set")
    }

    /// Waits until the event is set, but no longer than `limit`: true if it was set, false if time ran out.
    pub fn wait_timeout(&self, limit: Duration) -> bool {
        todo!("sleep until the event is set, {limit:?} at most")
    }
}
