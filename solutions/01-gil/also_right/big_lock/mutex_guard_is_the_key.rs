//! The key is the guard of a `Mutex` that is held while bytecodes are executed. Waiting threads are counted
//! beside it, so that a tick for which nobody waits takes no lock; the condition variable sees to it that
//! somebody else has a turn.

use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
use std::sync::{Condvar, LockResult, Mutex, MutexGuard, PoisonError};

/// The one key of the interpreter.
pub struct Gil {
    /// Whoever has this locked has the key. Counts the turns.
    key: Mutex<u64>,
    /// "Somebody else has a turn."
    turned: Condvar,
    waiting: AtomicU32,
    interval: u32,
}

/// The right to execute bytecodes. Dropping it lets go of the key.
pub struct GilGuard<'a> {
    gil: &'a Gil,
    /// `None` while the thread does without the key.
    turns: Option<MutexGuard<'a, u64>>,
    waited_for: u32,
}

impl Gil {
    pub fn new(interval: u32) -> Self {
        Gil {
            key: Mutex::new(0),
            turned: Condvar::new(),
            waiting: AtomicU32::new(0),
            interval,
        }
    }

    pub fn enter(&self) -> GilGuard<'_> {
        GilGuard {
            gil: self,
            turns: Some(self.take()),
            waited_for: 0,
        }
    }

    fn take(&self) -> MutexGuard<'_, u64> {
        self.waiting.fetch_add(1, SeqCst);
        let turns = unpoisoned(self.key.lock());
        self.begin_turn(turns)
    }

    fn begin_turn<'a>(&'a self, mut turns: MutexGuard<'a, u64>) -> MutexGuard<'a, u64> {
        self.waiting.fetch_sub(1, SeqCst);
        *turns += 1;
        self.turned.notify_all();
        turns
    }
}

impl GilGuard<'_> {
    pub fn tick(&mut self) {
        if self.gil.waiting.load(SeqCst) == 0 {
            return;
        }
        self.waited_for += 1;
        if self.waited_for < self.gil.interval {
            return;
        }
        self.gil.waiting.fetch_add(1, SeqCst);
        let mut turns = self.turns.take().unwrap();
        let mine = *turns;
        // `wait` lets go of the key, and has it again when it returns.
        while *turns == mine {
            turns = unpoisoned(self.gil.turned.wait(turns));
        }
        self.turns = Some(self.gil.begin_turn(turns));
        self.waited_for = 0;
    }

    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        self.turns = None;
        let back = Back(self);
        let value = f();
        drop(back);
        value
    }
}

/// Takes the key back, after a panic too.
struct Back<'a, 'g>(&'a mut GilGuard<'g>);

impl Drop for Back<'_, '_> {
    fn drop(&mut self) {
        self.0.turns = Some(self.0.gil.take());
        self.0.waited_for = 0;
    }
}

/// A panic while the key was held has left the number of turns as it was.
fn unpoisoned<G>(result: LockResult<G>) -> G {
    result.unwrap_or_else(PoisonError::into_inner)
}
