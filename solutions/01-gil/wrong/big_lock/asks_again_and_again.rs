//! Misconception: a loop with `yield_now` is waiting, since it lets others run.
//! Refused by: race_free

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering::SeqCst};
use std::thread;

/// The one key of the interpreter.
pub struct Gil {
    taken: AtomicBool,
    waiting: AtomicU32,
    turns: AtomicU64,
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
            interval,
        }
    }

    pub fn enter(&self) -> GilGuard<'_> {
        self.take(|_| true);
        GilGuard {
            gil: self,
            waited_for: 0,
        }
    }

    fn take(&self, may: impl Fn(&Gil) -> bool) {
        self.waiting.fetch_add(1, SeqCst);
        while !(may(self) && self.try_take()) {
            thread::yield_now();
        }
        self.waiting.fetch_sub(1, SeqCst);
        self.turns.fetch_add(1, SeqCst);
    }

    fn try_take(&self) -> bool {
        self.taken
            .compare_exchange(false, true, SeqCst, SeqCst)
            .is_ok()
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
        let turn = self.gil.turns.load(SeqCst);
        self.gil.waiting.fetch_add(1, SeqCst);
        self.gil.taken.store(false, SeqCst);
        self.gil.take(|gil| gil.turns.load(SeqCst) != turn);
        self.gil.waiting.fetch_sub(1, SeqCst);
        self.waited_for = 0;
    }

    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        self.gil.taken.store(false, SeqCst);
        let _back = Back(self);
        f()
    }
}

impl Drop for GilGuard<'_> {
    fn drop(&mut self) {
        self.gil.taken.store(false, SeqCst);
    }
}

/// Takes the key back, after a panic too.
struct Back<'a, 'g>(&'a mut GilGuard<'g>);

impl Drop for Back<'_, '_> {
    fn drop(&mut self) {
        self.0.gil.take(|_| true);
        self.0.waited_for = 0;
    }
}
