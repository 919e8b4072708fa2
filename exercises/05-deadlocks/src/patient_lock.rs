//! Ticket: the export locks five tables, and the day shift locks them in another order.
//!
//! Nobody can change the order: each plan names its tables as it needs them. So the export must take
//! several locks in the order given, whatever others do, and must be able to give up. And when
//! it gives up, the first question is always the same: which table was in the way?
//!
//! The locks are those of the crate `parking_lot`: a mutex without poison, with `try_lock`, `try_lock_for` and
//! `try_lock_until` beside `lock`.
//!
//! What must hold for `lock_all`:
//! - It takes all of the locks or none. The guards stand in the order of `locks`.
//! - While it waits for a busy lock it holds none of the others, so whoever needs one of those has it at once.
//! - So two callers who name the same locks in opposite order cannot block each other:
//!   if they hold them only for a moment, both are served at once.
//! - It has the locks at the first moment at which all of them are free.
//! - If that moment has not come when `limit` has passed since the call, it gives up: not earlier, not later,
//!   however many locks were busy one after the other. It then names a lock that was busy at that moment.
//! - With a limit of zero it waits for nobody. Any `Duration` will do as a limit, `Duration::MAX` too.
//! - It sleeps while it waits. It does not look again and again.
//!
//! You need not think of a lock that is named twice.

use std::time::Duration;

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
    todo!("take {} locks within {limit:?}", locks.len())
}
