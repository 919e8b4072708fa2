//! Misconception: a thread that tries again and again is waiting.
//! Refused by: race_free

use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;

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
        loop {
            if let Some(_forks) = self.try_both(seat) {
                return eat();
            }
            thread::yield_now();
        }
    }

    fn try_both(&self, seat: usize) -> Option<[MutexGuard<'_, ()>; 2]> {
        let left = self.try_fork(seat)?;
        let right = self.try_fork((seat + 1) % self.forks.len())?;
        Some([left, right])
    }

    fn try_fork(&self, number: usize) -> Option<MutexGuard<'_, ()>> {
        match self.forks[number].try_lock() {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poison)) => Some(poison.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}
