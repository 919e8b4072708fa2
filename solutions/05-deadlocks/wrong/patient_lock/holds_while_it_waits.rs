//! Misconception: with a time limit on each wait nothing can go wrong: a deadlock ends by itself.
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
    let mut guards = Vec::new();
    for (place, lock) in locks.iter().enumerate() {
        guards.push(wait_for(lock, deadline).ok_or(Busy { lock: place })?);
    }
    Ok(guards)
}

fn wait_for<T>(lock: &Mutex<T>, deadline: Option<Instant>) -> Option<MutexGuard<'_, T>> {
    match deadline {
        Some(deadline) => lock.try_lock_until(deadline),
        None => Some(lock.lock()),
    }
}
