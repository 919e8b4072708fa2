//! Misconception: one order for everybody is the cure, and addresses are an order.
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
    let mut places: Vec<usize> = (0..locks.len()).collect();
    places.sort_by_key(|place| std::ptr::from_ref(locks[*place]).addr());
    let mut guards = Vec::new();
    for place in places {
        let guard = wait_for(locks[place], deadline).ok_or(Busy { lock: place })?;
        guards.push((place, guard));
    }
    guards.sort_by_key(|(place, _)| *place);
    Ok(guards.into_iter().map(|(_, guard)| guard).collect())
}

fn wait_for<T>(lock: &Mutex<T>, deadline: Option<Instant>) -> Option<MutexGuard<'_, T>> {
    match deadline {
        Some(deadline) => lock.try_lock_until(deadline),
        None => Some(lock.lock()),
    }
}
