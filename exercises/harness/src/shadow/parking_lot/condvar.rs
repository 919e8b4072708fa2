//! `parking_lot::Condvar`: waits on a guard that stays where it is, and never wakes by itself.

use ::parking_lot as real;
use std::fmt;
use std::panic::Location;
use std::time::Duration;

use super::mutex::MutexGuard;
use super::until;
use crate::gauge::edges::Edge;
use crate::model::object::Slot;
use crate::model::ops::{self, WakeUps};
use crate::time::Instant;

type At = &'static Location<'static>;

/// See `parking_lot::Condvar`.
pub struct Condvar {
    slot: Slot,
    edge: Edge,
    inner: real::Condvar,
}

/// Whether a wait ended because of its time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    pub fn timed_out(self) -> bool {
        self.0
    }
}

impl Condvar {
    #[track_caller]
    pub const fn new() -> Condvar {
        Condvar {
            slot: Slot::new("Condvar"),
            edge: Edge::new(),
            inner: real::Condvar::new(),
        }
    }

    #[track_caller]
    pub fn wait<T: ?Sized>(&self, guard: &mut MutexGuard<'_, T>) {
        self.waits(guard, None, Location::caller());
    }

    #[track_caller]
    pub fn wait_for<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        limit: Duration,
    ) -> WaitTimeoutResult {
        WaitTimeoutResult(self.waits(guard, Some(limit), Location::caller()))
    }

    #[track_caller]
    pub fn wait_until<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        deadline: Instant,
    ) -> WaitTimeoutResult {
        self.wait_for(guard, until(deadline))
    }

    #[track_caller]
    pub fn wait_while<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) {
        while condition(&mut *guard) {
            self.wait(guard);
        }
    }

    #[track_caller]
    pub fn wait_while_for<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        mut condition: impl FnMut(&mut T) -> bool,
        limit: Duration,
    ) -> WaitTimeoutResult {
        let deadline = Instant::now().checked_add(limit);
        while condition(&mut *guard) {
            let left = deadline.map_or(Duration::MAX, until);
            if left.is_zero() || self.wait_for(guard, left).timed_out() {
                return WaitTimeoutResult(condition(&mut *guard));
            }
        }
        WaitTimeoutResult(false)
    }

    /// Whether a thread was woken.
    #[track_caller]
    pub fn notify_one(&self) -> bool {
        if ops::active() {
            return ops::notify(&self.slot, false, Location::caller()) > 0;
        }
        self.edge.release();
        self.inner.notify_one()
    }

    /// How many threads were woken.
    #[track_caller]
    pub fn notify_all(&self) -> usize {
        if ops::active() {
            return ops::notify(&self.slot, true, Location::caller());
        }
        self.edge.release();
        self.inner.notify_all()
    }

    fn waits<T: ?Sized>(
        &self,
        guard: &mut MutexGuard<'_, T>,
        limit: Option<Duration>,
        at: At,
    ) -> bool {
        if guard.modelled {
            drop(guard.inner.take());
            let timed_out = ops::wait(
                &self.slot,
                &guard.mutex.slot,
                limit,
                WakeUps::NotifiedOnly,
                at,
            );
            guard.inner = Some(guard.mutex.modelled_inner());
            return timed_out;
        }
        guard.gave_away();
        let inner = guard.inner.as_mut().expect("a guard that is in use");
        let timed_out = match limit {
            None => {
                self.inner.wait(inner);
                false
            }
            Some(limit) => self.inner.wait_for(inner, limit).timed_out(),
        };
        guard.got_back();
        self.edge.acquire();
        timed_out
    }
}

impl Default for Condvar {
    #[track_caller]
    fn default() -> Self {
        Condvar::new()
    }
}

impl fmt::Debug for Condvar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Condvar { .. }")
    }
}
