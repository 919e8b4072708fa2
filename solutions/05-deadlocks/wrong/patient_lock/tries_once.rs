//! Misconception: a lock that is busy now is a lock that cannot be had.
//! Refused by: behaves

use std::time::Duration;

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
    let _ = limit;
    try_all(locks).map_err(|busy| Busy { lock: busy })
}

fn try_all<'a, T>(locks: &[&'a Mutex<T>]) -> Result<Vec<MutexGuard<'a, T>>, usize> {
    let mut guards = Vec::new();
    for (place, lock) in locks.iter().enumerate() {
        guards.push(lock.try_lock().ok_or(place)?);
    }
    Ok(guards)
}
