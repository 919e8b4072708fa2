//! Misconception: a thread that looks once a minute sleeps.
//! Refused by: race_free

use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

/// The time ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Busy {
    /// The place in `locks` of a lock that somebody else held when the time ran out.
    pub lock: usize,
}

/// Takes all `locks`, or gives up when `limit` has passed.
pub fn lock_all<'a, T>(
    locks: &[&'a Mutex<T>],
    limit: Duration,
) -> Result<Vec<MutexGuard<'a, T>>, Busy> {
    // One deadline for everything that is waited for. `None`: it is too far off to be told from never.
    let deadline = Instant::now().checked_add(limit);
    // The lock that was waited for is kept for the next try. Letting go of it first would be right too,
    // and would invite others to take it meanwhile.
    let mut had = None;
    loop {
        match try_all(locks, had.take()) {
            Ok(guards) => return Ok(guards),
            Err(busy) => {
                let guard = wait_for(locks[busy], deadline).ok_or(Busy { lock: busy })?;
                had = Some((busy, guard));
            }
        }
    }
}

/// Takes all locks without waiting, except one that is `had` already; or says which one is busy, and holds none.
fn try_all<'a, T>(
    locks: &[&'a Mutex<T>],
    mut had: Option<(usize, MutexGuard<'a, T>)>,
) -> Result<Vec<MutexGuard<'a, T>>, usize> {
    let mut guards = Vec::with_capacity(locks.len());
    for (place, lock) in locks.iter().enumerate() {
        let guard = match had.take_if(|(had, _)| *had == place) {
            Some((_, guard)) => guard,
            None => lock.try_lock().ok_or(place)?,
        };
        guards.push(guard);
    }
    Ok(guards)
}

const MINUTE: Duration = Duration::from_secs(60);

fn wait_for<T>(lock: &Mutex<T>, deadline: Option<Instant>) -> Option<MutexGuard<'_, T>> {
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let slice = left.unwrap_or(MINUTE).min(MINUTE);
        let guard = lock.try_lock_for(slice);
        if guard.is_some() || left.is_some_and(|left| left <= MINUTE) {
            return guard;
        }
    }
}
