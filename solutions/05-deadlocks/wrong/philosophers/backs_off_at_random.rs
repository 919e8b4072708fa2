//! Misconception: a random pause that doubles each time makes it all but certain that everybody eats, and soon.
//! Refused by: race_free

use std::sync::{Mutex, MutexGuard, TryLockError};
use std::thread;
use std::time::Duration;

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
        let mut pause = Duration::from_secs(1);
        let mut random = seat as u64 + 1;
        loop {
            if let Some(_forks) = self.try_both(seat) {
                return eat();
            }
            // A linear congruential generator is random enough for forks.
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1);
            thread::sleep(pause + Duration::from_nanos(random % 1_000_000));
            pause *= 2;
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
