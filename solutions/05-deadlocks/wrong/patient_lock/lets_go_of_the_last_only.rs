//! Misconception: it is enough to let go of the lock that was taken last.
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
    let mut guards: Vec<MutexGuard<'a, T>> = Vec::new();
    while guards.len() < locks.len() {
        let place = guards.len();
        match locks[place].try_lock() {
            Some(guard) => guards.push(guard),
            None => {
                // Lets go of the last one only: it is enough to break the circle.
                drop(guards.pop());
                drop(wait_for(locks[place], deadline).ok_or(Busy { lock: place })?);
            }
        }
    }
    Ok(guards)
}

fn wait_for<T>(lock: &Mutex<T>, deadline: Option<Instant>) -> Option<MutexGuard<'_, T>> {
    match deadline {
        Some(deadline) => lock.try_lock_until(deadline),
        None => Some(lock.lock()),
    }
}
