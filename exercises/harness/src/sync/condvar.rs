//! `std::sync::Condvar`: the real one outside the checker, a modelled one inside.

use ::std::fmt;
use ::std::panic::Location;
use ::std::sync as real;
use ::std::sync::{LockResult, PoisonError};
use ::std::time::Duration;

use super::mutex::{Mutex, MutexGuard};
use crate::gauge::edges::Edge;
use crate::model::object::Slot;
use crate::model::ops::{self, WakeUps};

type At = &'static Location<'static>;

/// Threads wait here for a condition on a mutex's value; see [`::std::sync::Condvar`].
///
/// In the model a wait may end without a notification, as the real one's documentation allows.
pub struct Condvar {
    slot: Slot,
    edge: Edge,
    inner: real::Condvar,
}

/// Whether a wait ended because of its time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitTimeoutResult(bool);

impl WaitTimeoutResult {
    pub fn timed_out(&self) -> bool {
        self.0
    }
}

type TimedWait<'a, T> = (MutexGuard<'a, T>, WaitTimeoutResult);

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
    pub fn wait<'a, T>(&self, guard: MutexGuard<'a, T>) -> LockResult<MutexGuard<'a, T>> {
        let at = Location::caller();
        if guard.is_modelled() {
            let mutex = guard.into_mutex();
            ops::wait(&self.slot, &mutex.slot, None, WakeUps::AlsoSpurious, at);
            return mutex.modelled_guard(at);
        }
        let (mutex, inner) = guard.into_real();
        let result = self.inner.wait(inner);
        self.edge.acquire();
        rewrap(mutex, result, at)
    }

    #[track_caller]
    pub fn wait_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> LockResult<MutexGuard<'a, T>> {
        while condition(&mut *guard) {
            guard = self.wait(guard)?;
        }
        Ok(guard)
    }

    #[track_caller]
    pub fn wait_timeout<'a, T>(
        &self,
        guard: MutexGuard<'a, T>,
        limit: Duration,
    ) -> LockResult<TimedWait<'a, T>> {
        let at = Location::caller();
        if guard.is_modelled() {
            let mutex = guard.into_mutex();
            let timed_out = WaitTimeoutResult(ops::wait(
                &self.slot,
                &mutex.slot,
                Some(limit),
                WakeUps::AlsoSpurious,
                at,
            ));
            return with_result(mutex.modelled_guard(at), timed_out);
        }
        let (mutex, inner) = guard.into_real();
        let (result, timed_out) = match self.inner.wait_timeout(inner, limit) {
            Ok((inner, result)) => (Ok(inner), result.timed_out()),
            Err(poison) => {
                let (inner, result) = poison.into_inner();
                (Err(PoisonError::new(inner)), result.timed_out())
            }
        };
        if !timed_out {
            self.edge.acquire();
        }
        with_result(rewrap(mutex, result, at), WaitTimeoutResult(timed_out))
    }

    #[track_caller]
    pub fn wait_timeout_while<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        limit: Duration,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> LockResult<TimedWait<'a, T>> {
        let start = crate::time::Instant::now();
        loop {
            if !condition(&mut *guard) {
                return Ok((guard, WaitTimeoutResult(false)));
            }
            let Some(left) = limit
                .checked_sub(start.elapsed())
                .filter(|left| !left.is_zero())
            else {
                return Ok((guard, WaitTimeoutResult(true)));
            };
            guard = self.wait_timeout(guard, left)?.0;
        }
    }

    #[track_caller]
    pub fn notify_one(&self) {
        if ops::active() {
            ops::notify(&self.slot, false, Location::caller());
            return;
        }
        self.edge.release();
        self.inner.notify_one();
    }

    #[track_caller]
    pub fn notify_all(&self) {
        if ops::active() {
            ops::notify(&self.slot, true, Location::caller());
            return;
        }
        self.edge.release();
        self.inner.notify_all();
    }
}

fn rewrap<'a, T>(
    mutex: &'a Mutex<T>,
    result: LockResult<real::MutexGuard<'a, T>>,
    at: At,
) -> LockResult<MutexGuard<'a, T>> {
    match result {
        Ok(inner) => Ok(MutexGuard::from_real(mutex, inner, at)),
        Err(poison) => Err(PoisonError::new(MutexGuard::from_real(
            mutex,
            poison.into_inner(),
            at,
        ))),
    }
}

fn with_result<'a, T>(
    guard: LockResult<MutexGuard<'a, T>>,
    result: WaitTimeoutResult,
) -> LockResult<TimedWait<'a, T>> {
    match guard {
        Ok(guard) => Ok((guard, result)),
        Err(poison) => Err(PoisonError::new((poison.into_inner(), result))),
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
