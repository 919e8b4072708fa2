//! Misconception: the key is the only thing that threads share here, so its order with other memory does not matter.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::Relaxed};
use std::thread::{self, Thread};

/// The one key of the interpreter.
pub struct Gil {
    taken: AtomicBool,
    waiting: AtomicU32,
    turns: AtomicU64,
    sleepers: Mutex<Vec<Thread>>,
    interval: u32,
}

/// The right to execute bytecodes. Dropping it lets go of the key.
pub struct GilGuard<'a> {
    gil: &'a Gil,
    waited_for: u32,
}

impl Gil {
    pub fn new(interval: u32) -> Self {
        Gil {
            taken: AtomicBool::new(false),
            waiting: AtomicU32::new(0),
            turns: AtomicU64::new(0),
            sleepers: Mutex::new(Vec::new()),
            interval,
        }
    }

    pub fn enter(&self) -> GilGuard<'_> {
        self.take(u64::MAX);
        GilGuard {
            gil: self,
            waited_for: 0,
        }
    }

    /// Not for whoever had the key in `last` turn.
    fn take(&self, last: u64) {
        self.waiting.fetch_add(1, Relaxed);
        while self.turns.load(Relaxed) == last || !self.try_take() {
            self.sleepers.lock().unwrap().push(thread::current());
            // Once more, now that whoever lets go will see this thread among the sleepers.
            if self.turns.load(Relaxed) != last && self.try_take() {
                break;
            }
            thread::park();
        }
        self.waiting.fetch_sub(1, Relaxed);
        self.turns.fetch_add(1, Relaxed);
    }

    fn try_take(&self) -> bool {
        self.taken
            .compare_exchange(false, true, Relaxed, Relaxed)
            .is_ok()
    }

    fn let_go(&self) {
        self.taken.store(false, Relaxed);
        for sleeper in self.sleepers.lock().unwrap().drain(..) {
            sleeper.unpark();
        }
    }
}

impl GilGuard<'_> {
    pub fn tick(&mut self) {
        if self.gil.waiting.load(Relaxed) == 0 {
            return;
        }
        self.waited_for += 1;
        if self.waited_for < self.gil.interval {
            return;
        }
        let turn = self.gil.turns.load(Relaxed);
        self.gil.waiting.fetch_add(1, Relaxed);
        self.gil.let_go();
        self.gil.take(turn);
        self.gil.waiting.fetch_sub(1, Relaxed);
        self.waited_for = 0;
    }

    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        self.gil.let_go();
        let _back = Back(self);
        f()
    }
}

impl Drop for GilGuard<'_> {
    fn drop(&mut self) {
        self.gil.let_go();
    }
}

/// Takes the key back, after a panic too.
struct Back<'a, 'g>(&'a mut GilGuard<'g>);

impl Drop for Back<'_, '_> {
    fn drop(&mut self) {
        self.0.gil.take(u64::MAX);
        self.0.waited_for = 0;
    }
}
