//! Misconception: where there is no deadlock, everybody gets to eat.
//! Refused by: shuts_down

use std::sync::{Mutex, MutexGuard, PoisonError};

/// A round table with a fork between each two seats.
pub struct Table {
    forks: Vec<Mutex<()>>,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        Table {
            forks: (0..seats).map(|_| Mutex::new(())).collect(),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let right = (seat + 1) % self.forks.len();
        let _lower = self.fork(seat.min(right));
        let _higher = self.fork(seat.max(right));
        eat()
    }

    #[track_caller]
    fn fork(&self, number: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[number].lock();
        fork.unwrap_or_else(PoisonError::into_inner)
    }
}
