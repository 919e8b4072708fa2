//! Misconception: the place at which the search stopped is the place in the list.
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
    let mut first = 0;
    loop {
        let left = limit.saturating_sub(start.elapsed());
        let mut guards = Vec::new();
        let busy = (0..locks.len()).find(|step| {
            let lock = locks[(first + step) % locks.len()];
            let guard = match step {
                0 => lock.try_lock_for(left),
                _ => lock.try_lock(),
            };
            let busy = guard.is_none();
            guards.extend(guard);
            busy
        });
        match busy {
            None => {
                guards.rotate_right(first);
                return Ok(guards);
            }
            Some(0) => return Err(Busy { lock: 0 }),
            Some(step) => first = (first + step) % locks.len(),
        }
    }
}
