//! A list of places to take them in, the one that was busy last at its front; sorted at the end.

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
    let mut places: Vec<usize> = (0..locks.len()).collect();
    loop {
        let left = limit.saturating_sub(start.elapsed());
        match take(locks, &places, left) {
            Taken::All(mut guards) => {
                guards.sort_by_key(|(place, _)| *place);
                return Ok(guards.into_iter().map(|(_, guard)| guard).collect());
            }
            Taken::TooLate => return Err(Busy { lock: places[0] }),
            Taken::NotAll { busy } => places.swap(0, busy),
        }
    }
}

enum Taken<'a, T> {
    All(Vec<(usize, MutexGuard<'a, T>)>),
    /// The first lock was busy all the time.
    TooLate,
    /// The lock at this index of the list of places was busy.
    NotAll {
        busy: usize,
    },
}

/// Waits for the first of the places and for no other.
fn take<'a, T>(locks: &[&'a Mutex<T>], places: &[usize], limit: Duration) -> Taken<'a, T> {
    let mut guards = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let guard = match index {
            0 => locks[*place].try_lock_for(limit),
            _ => locks[*place].try_lock(),
        };
        match guard {
            Some(guard) => guards.push((*place, guard)),
            None if index == 0 => return Taken::TooLate,
            None => return Taken::NotAll { busy: index },
        }
    }
    Taken::All(guards)
}
