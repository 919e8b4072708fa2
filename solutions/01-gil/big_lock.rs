//! The key as a line of numbers: who asks draws the next one, and the key is with the number that is up.

use std::sync::{Condvar, Mutex, MutexGuard};

/// The one key of the interpreter.
pub struct Gil {
    /// Held for a moment whenever somebody comes or goes, never while a bytecode is executed:
    /// a lock held that long would be poisoned by a bytecode that panics.
    line: Mutex<Line>,
    /// "Another number is up."
    moved: Condvar,
    interval: u32,
}

struct Line {
    /// The number that the next thread to ask will draw.
    next: u64,
    /// The number that has the key, or will have it as soon as somebody draws it.
    up: u64,
}

/// The right to execute bytecodes. Dropping it lets go of the key.
pub struct GilGuard<'a> {
    gil: &'a Gil,
    /// Bytecodes since this thread got the key, those for which nobody waited left out.
    /// No flag says that somebody has asked: the line shows it, and cannot be out of date.
    waited_for: u32,
}

impl Gil {
    /// A key that nobody holds. `interval`, at least 1, is how many bytecodes others are made to wait for.
    pub fn new(interval: u32) -> Self {
        Gil {
            line: Mutex::new(Line { next: 0, up: 0 }),
            moved: Condvar::new(),
            interval,
        }
    }

    /// Waits for the key.
    pub fn enter(&self) -> GilGuard<'_> {
        self.stand_in(self.line());
        GilGuard {
            gil: self,
            waited_for: 0,
        }
    }

    /// Draws a number and sleeps until it is up.
    fn stand_in(&self, mut line: MutexGuard<'_, Line>) {
        let mine = line.next;
        line.next += 1;
        let up = self.moved.wait_while(line, |line| line.up != mine);
        drop(up.unwrap());
    }

    /// Calls the next number, whether anybody has drawn it or not.
    fn call_next(&self, line: &mut Line) {
        line.up += 1;
        // One of those who sleep has the number, and nobody knows which.
        self.moved.notify_all();
    }

    /// Cannot be poisoned: nothing panics while it is held.
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap()
    }
}

impl GilGuard<'_> {
    /// Says that a bytecode has been executed, and hands the key over if it is time to.
    pub fn tick(&mut self) {
        let mut line = self.gil.line();
        if line.next == line.up + 1 {
            return;
        }
        self.waited_for += 1;
        if self.waited_for < self.gil.interval {
            return;
        }
        // One step: the line is not let go between giving the key away and asking for it again.
        self.gil.call_next(&mut line);
        self.gil.stand_in(line);
        self.waited_for = 0;
    }

    /// Runs `f`, which needs no key: a call that waits for the network, or native code.
    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        self.gil.call_next(&mut self.gil.line());
        let _back = Back(self);
        f()
    }
}

impl Drop for GilGuard<'_> {
    fn drop(&mut self) {
        self.gil.call_next(&mut self.gil.line());
    }
}

/// Takes the key back when it is dropped, so that a panic comes back with the key too:
/// the guard is going to let go of it once more.
struct Back<'a, 'g>(&'a mut GilGuard<'g>);

impl Drop for Back<'_, '_> {
    fn drop(&mut self) {
        self.0.gil.stand_in(self.0.gil.line());
        self.0.waited_for = 0;
    }
}
