//! Misconception: the guards come out in the order in which the locks were had, and whoever needs another order can sort them.
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
    while let Some(busy) = try_others(locks, &mut guards) {
        guards.clear();
        let guard = wait_for(locks[busy], deadline).ok_or(Busy { lock: busy })?;
        guards.push((busy, guard));
    }
    Ok(guards.into_iter().map(|(_, guard)| guard).collect())
}

fn wait_for<T>(lock: &Mutex<T>, deadline: Option<Instant>) -> Option<MutexGuard<'_, T>> {
    match deadline {
        Some(deadline) => lock.try_lock_until(deadline),
        None => Some(lock.lock()),
    }
}

fn try_others<'a, T>(
    locks: &[&'a Mutex<T>],
    guards: &mut Vec<(usize, MutexGuard<'a, T>)>,
) -> Option<usize> {
    for (place, lock) in locks.iter().enumerate() {
        if guards.iter().any(|(had, _)| *had == place) {
            continue;
        }
        match lock.try_lock() {
            Some(guard) => guards.push((place, guard)),
            None => return Some(place),
        }
    }
    None
}
