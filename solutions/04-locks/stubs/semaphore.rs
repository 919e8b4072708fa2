//! Ticket: at most eight exports at a time.
//!
//! Every export opens a connection to the archive, and the archive takes eight.
//! The ninth brings it down.
//! Python has `threading.Semaphore` for this; the standard library of Rust has none, so write one.
//!
//! What must hold:
//! - There are never more permits out than `new` was given.
//! - A permit goes back when it is dropped, exactly once, on every way out of a block:
//!   at its end, by `return` or `?`, and in a panic.
//! - A thread that waits in `acquire` sleeps; it does not ask again and again.
//!   It does not sleep on while a permit is free.
//! - `try_acquire` never waits for somebody else's permit, and says `NoPermit` only when none is free.
//! - After `close` nobody gets a permit: whoever asks is told `Closed`, and so is whoever waits already.
//!   `close` does not wait for the permits that are out: they stay good, and go back as ever.
//!   Closing twice is closing once.
//!
//! In which order waiting threads are served is up to you, and so is everything inside the types.

/// A fixed number of permits, shared by many threads.
pub struct Semaphore {
    // Yours.
}

/// The right to go on. Dropping it gives it back.
pub struct Permit<'a> {
    /// Where it goes back to. Another way is as good: the tests never name this type.
    semaphore: &'a Semaphore,
}

/// No permit, and there never will be one again.
#[derive(Debug, PartialEq, Eq)]
pub struct Closed;

/// Why [`Semaphore::try_acquire`] came back with nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum TryAcquireError {
    /// All permits are out at this moment.
    NoPermit,
    /// The semaphore is closed.
    Closed,
}

impl Semaphore {
    /// All `permits` are free at first. With 0, everybody waits until `close`.
    pub fn new(permits: usize) -> Self {
        todo!("a semaphore of {permits} permits")
    }

    /// Waits for a permit.
    pub fn acquire(&self) -> Result<Permit<'_>, Closed> {
        todo!("wait until a permit is free, or the semaphore closed")
    }

    /// Takes a permit if one is free at this moment.
    pub fn try_acquire(&self) -> Result<Permit<'_>, TryAcquireError> {
        todo!("take a permit without waiting for one")
    }

    /// No more permits for anybody.
    pub fn close(&self) {
        todo!("turn everybody away who asks or waits")
    }
}
