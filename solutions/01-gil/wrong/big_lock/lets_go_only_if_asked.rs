//! Misconception: the key need not be let go of when nobody waits for it.
//! Refused by: behaves, race_free

use std::sync::{Condvar, Mutex, MutexGuard};

/// The one key of the interpreter.
pub struct Gil {
    room: Mutex<Room>,
    changed: Condvar,
    interval: u32,
}

struct Room {
    taken: bool,
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
            taken: false,
            waiting: 0,
            turns: 0,
        };
        Gil {
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
        while room.taken {
            room = self.changed.wait(room).unwrap();
        }
        room.waiting -= 1;
        room.taken = true;
        room.turns += 1;
    }

    fn let_go(&self) {
        self.room().taken = false;
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
        room.taken = false;
        room.waiting += 1;
        gil.changed.notify_all();
        while room.taken || room.turns == turn {
            room = gil.changed.wait(room).unwrap();
        }
        room.waiting -= 1;
        room.taken = true;
        room.turns += 1;
        self.waited_for = 0;
    }

    pub fn allow_threads<T>(&mut self, f: impl FnOnce() -> T) -> T {
        if self.gil.room().waiting == 0 {
            return f();
        }
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
