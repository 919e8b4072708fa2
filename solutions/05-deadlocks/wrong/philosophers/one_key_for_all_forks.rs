//! Misconception: one lock for all forks cannot deadlock, and eating one after the other is a fair price.
//! Refused by: race_free

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
        let _all_forks = self.fork(0);
        let _ = seat;
        eat()
    }

    #[track_caller]
    fn fork(&self, number: usize) -> MutexGuard<'_, ()> {
        let fork = self.forks[number].lock();
        fork.unwrap_or_else(PoisonError::into_inner)
    }
}
