//! Misconception: with no time left there is nothing to be had.
//! Refused by: behaves

use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

/// The time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The place in `locks` of a lock that somebody else held when the time ran out.
    pub lock: usize,
}

pub fn lock_all<'a, T>(
    locks: &[&'a Mutex<T>],
    limit: Duration,
) -> Result<Vec<MutexGuard<'a, T>>, Busy> {
    let start = Instant::now();
    let mut busy = 0;
    while start.elapsed() < limit {
        let left = limit - start.elapsed();
        match try_all(locks) {
            Ok(guards) => return Ok(guards),
            Err(place) => busy = place,
        }
        drop(locks[busy].try_lock_for(left));
    }
    Err(Busy { lock: busy })
}

fn try_all<'a, T>(locks: &[&'a Mutex<T>]) -> Result<Vec<MutexGuard<'a, T>>, usize> {
    let mut guards = Vec::new();
    for (place, lock) in locks.iter().enumerate() {
        guards.push(lock.try_lock().ok_or(place)?);
    }
    Ok(guards)
}
