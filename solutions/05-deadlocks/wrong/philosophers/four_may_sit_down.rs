//! Misconception: if one fewer may sit down than there are seats, somebody always eats, and therefore everybody does.
//! Refused by: shuts_down

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// A round table with a fork between each two seats.
pub struct Table {
    forks: Vec<Mutex<()>>,
    /// One fewer than seats.
    chairs: Mutex<usize>,
    stood_up: Condvar,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        Table {
            forks: (0..seats).map(|_| Mutex::new(())).collect(),
            chairs: Mutex::new(seats - 1),
            stood_up: Condvar::new(),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        self.sit_down();
        let _chair = Chair(self);
        let _left = self.fork(seat);
        let _right = self.fork((seat + 1) % self.forks.len());
        eat()
    }

    fn sit_down(&self) {
        let chairs = self.chairs.lock().unwrap();
        let mut chairs = self.stood_up.wait_while(chairs, |free| *free == 0).unwrap();
        *chairs -= 1;
    }

    #[track_caller]
    fn fork(&self, number: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[number].lock();
        fork.unwrap_or_else(PoisonError::into_inner)
    }
}

/// Free again when dropped.
struct Chair<'a>(&'a Table);

impl Drop for Chair<'_> {
    fn drop(&mut self) {
        *self.0.chairs.lock().unwrap() += 1;
        self.0.stood_up.notify_one();
    }
}
