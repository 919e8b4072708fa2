//! Misconception: the lock that was busy at the first try is the one to blame.
//! Refused by: race_free

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
    let deadline = Instant::now().checked_add(limit);
    let mut to_blame = None;
    loop {
        match try_all(locks) {
            Ok(guards) => return Ok(guards),
            Err(busy) => {
                let lock = *to_blame.get_or_insert(busy);
                drop(wait_for(locks[busy], deadline).ok_or(Busy { lock })?);
            }
        }
    }
}

fn try_all<'a, T>(locks: &[&'a Mutex<T>]) -> Result<Vec<MutexGuard<'a, T>>, usize> {
    let mut guards = Vec::new();
    for (place, lock) in locks.iter().enumerate() {
        guards.push(lock.try_lock().ok_or(place)?);
    }
    Ok(guards)
}

fn wait_for<T>(lock: &Mutex<T>, deadline: Option<Instant>) -> Option<MutexGuard<'_, T>> {
    match deadline {
        Some(deadline) => lock.try_lock_until(deadline),
        None => Some(lock.lock()),
    }
}
