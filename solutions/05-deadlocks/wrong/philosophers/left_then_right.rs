//! Misconception: everybody takes the left fork and then waits for the right one, which comes back some day.
//! Refused by: race_free, shuts_down

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
        let _left = self.fork(seat);
        let _right = self.fork((seat + 1) % self.forks.len());
        eat()
    }

    #[track_caller]
    fn fork(&self, number: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[number].lock();
        fork.unwrap_or_else(PoisonError::into_inner)
    }
}
