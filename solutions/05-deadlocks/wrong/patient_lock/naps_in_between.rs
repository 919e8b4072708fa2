//! Misconception: a short sleep between two tries is waiting.
//! Refused by: behaves, race_free

use std::thread;
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
    loop {
        match try_all(locks) {
            Ok(guards) => return Ok(guards),
            Err(busy) if start.elapsed() >= limit => return Err(Busy { lock: busy }),
            Err(_) => thread::sleep(Duration::from_millis(7)),
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
