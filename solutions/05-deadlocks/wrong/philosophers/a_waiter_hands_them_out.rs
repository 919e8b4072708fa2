//! Misconception: whoever takes both forks under a third lock needs no order, and that lock is held only for a moment.
//! Refused by: race_free

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A round table with a fork between each two seats.
pub struct Table {
    forks: Vec<Mutex<()>>,
    /// Held while forks are taken.
    waiter: Mutex<()>,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        Table {
            forks: (0..seats).map(|_| Mutex::new(())).collect(),
            waiter: Mutex::new(()),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let waiter = self.waiter.lock().unwrap();
        let _left = self.fork(seat);
        let _right = self.fork((seat + 1) % self.forks.len());
        drop(waiter);
        eat()
    }

    #[track_caller]
    fn fork(&self, number: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[number].lock();
        fork.unwrap_or_else(PoisonError::into_inner)
    }
}
