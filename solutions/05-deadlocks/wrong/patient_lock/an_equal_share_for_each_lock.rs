//! Misconception: a limit for several locks is a share of it for each.
//! Refused by: behaves, race_free

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
    let share = limit / locks.len().max(1) as u32;
    loop {
        match try_all(locks) {
            Ok(guards) => return Ok(guards),
            Err(busy) => {
                let free = locks[busy].try_lock_for(share);
                drop(free.ok_or(Busy { lock: busy })?);
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
