//! Misconception: an atomic flag is safe to change without the lock that the sleepers look at it under.
//! Refused by: race_free

use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard};

/// The one key of the interpreter.
pub struct Gil {
    taken: AtomicBool,
    room: Mutex<Room>,
    changed: Condvar,
    interval: u32,
}

struct Room {
    /// Threads that want the key.
    waiting: u32,
    /// How often the key has been taken.
    turns: u64,
}

/// The right to execute bytecodes. Dropping it lets go of the key.
pub struct GilGuard<'a> {
    gil: &'a Gil,
    /// Bytecodes of this turn for which somebody waited.
    waited_for: u32,
}

impl Gil {
    pub fn new(interval: u32) -> Self {
        let room = Room {
            waiting: 0,
            turns: 0,
        };
        Gil {
            taken: AtomicBool::new(false),
            room: Mutex::new(room),
            changed: Condvar::new(),
            interval,
        }
    }

    pub fn enter(&self) -> GilGuard<'_> {
        self.take();
        GilGuard {
            gil: self,
            waited_for: 0,
        }
    }

    fn take(&self) {
        let mut room = self.room();
        room.waiting += 1;
        while self.taken.load(SeqCst) {
            room = self.changed.wait(room).unwrap();
        }
        room.waiting -= 1;
        self.taken.store(true, SeqCst);
        room.turns += 1;
    }

    fn let_go(&self) {
        self.taken.store(false, SeqCst);
        self.changed.notify_all();
    }

    fn room(&self) -> MutexGuard<'_, Room> {
        self.room.lock().unwrap()
    }
}

impl GilGuard<'_> {
    pub fn tick(&mut self) {
        let gil = self.gil;
        let mut room = gil.room();
        if room.waiting == 0 {
            return;
        }
        self.waited_for += 1;
        if self.waited_for < gil.interval {
            return;
        }
        let turn = room.turns;
        gil.taken.store(false, SeqCst);
        room.waiting += 1;
        gil.changed.notify_all();
        while gil.taken.load(SeqCst) || room.turns == turn {
            room = gil.changed.wait(room).unwrap();
        }
        room.waiting -= 1;
        gil.taken.store(true, SeqCst);
        room.turns += 1;
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
        self.0.gil.take();
        self.0.waited_for = 0;
    }
}
