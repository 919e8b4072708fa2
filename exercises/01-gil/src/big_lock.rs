//! Ticket: our teaching interpreter needs its GIL.
//!
//! All threads of the interpreter share all of its data, so one key goes round: whoever holds it
//! executes bytecodes, and nobody else does.
//! CPython asks the holder to give way when somebody has waited for 5 milliseconds.
//! Ours counts bytecodes instead, so that a demonstration goes the same way every time.
//!
//! What must hold:
//! - At most one thread holds the key, and it sees what those before it did with the key.
//! - The key goes back when the guard is dropped, on every way out of a block, a panic included.
//!   Nobody sleeps on while the key is free.
//! - A thread calls `tick` after each bytecode. A tick counts, once, if any other thread waits for the key at
//!   that moment; while nobody waits, ticks count for nothing.
//! - The count is the holder's: it starts at 0 whenever a thread gets the key, be it the one that had it
//!   before, and others who come to wait meanwhile do not change it.
//! - The `interval`-th tick that counts hands the key over: `tick` lets go of it, and comes back with it
//!   when at least one other thread has had it. That may be one that came later than those who waited.
//! - A thread inside such a `tick` waits for the key from the moment when it lets go, so that the very first
//!   tick of the next holder counts.
//! - `allow_threads` lets go of the key while `f` runs, and comes back with the key, whether `f` returns
//!   or panics. Meanwhile others can have the key, and `f` itself may `enter`.
//! - A thread that waits sleeps; it does not ask again and again.
//!
//! Which of several waiting threads comes next is up to you, and so is everything inside the types.

/// The one key of the interpreter.
pub struct Gil {
    // Yours.
}

/// The right to execute bytecodes. Dropping it lets go of the key.
pub struct GilGuard<'a> {
    /// Whose key it is. Another way is as good: the tests never name this type.
    gil: &'a Gil,
}

impl Gil {
    /// A key that nobody holds. `interval`, at least 1, is how many bytecodes others are made to wait for.
    pub fn new(interval: u32) -> Self {
        todo!("a key that is handed over every {interval} bytecodes")
    }

    /// Waits for the key.
    pub fn enter(&self) -> GilGuard<'_> {
        todo!("wait until nobody holds the key, and take it")
    }
}

impl GilGuard<'_> {
    /// Says that a bytecode has been executed, and hands the key over if it is time to.
    pub fn tick(&mut self) {
        todo!("let another thread have the key if one has waited for long enough")
    }

    /// Runs `f`, which needs no key: a call that waits for the network, or native code.
    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        let _ = f;
        todo!("let go of the key, run `f`, take the key back")
    }
}
