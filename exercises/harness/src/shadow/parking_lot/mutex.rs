//! `parking_lot::Mutex`.

use ::parking_lot as real;
use std::fmt;
use std::ops::{Deref, DerefMut};
use std::panic::Location;
use std::time::Duration;

use super::until;
use crate::gauge::edges::Held;
use crate::model::fresh::Fresh;
use crate::model::object::Slot;
use crate::model::ops::{self, Access};
use crate::time::Instant;

type At = &'static Location<'static>;

/// Mutual exclusion without poisoning; see `parking_lot::Mutex`.
pub struct Mutex<T: ?Sized> {
    pub(super) slot: Slot,
    held: Held,
    fresh: Fresh,
    /// Holds the value. In a model its lock is always free.
    inner: real::Mutex<T>,
}

/// Access to the value until dropped.
#[must_use = "if unused the Mutex will immediately unlock"]
#[clippy::has_significant_drop]
pub struct MutexGuard<'a, T: ?Sized> {
    pub(super) mutex: &'a Mutex<T>,
    /// `None` only while the lock is given away for a time.
    pub(super) inner: Option<real::MutexGuard<'a, T>>,
    at: At,
    pub(super) modelled: bool,
}

impl<T> Mutex<T> {
    #[track_caller]
    pub const fn new(value: T) -> Mutex<T> {
        Mutex {
            slot: Slot::new("Mutex"),
            held: Held::new(),
            fresh: Fresh::new(),
            inner: real::Mutex::new(value),
        }
    }

    pub fn into_inner(self) -> T {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> Mutex<T> {
    #[track_caller]
    pub fn lock(&self) -> MutexGuard<'_, T> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            ops::acquire(&self.slot, Access::Lock, None, at);
            return self.modelled_guard(at);
        }
        let inner = self.inner.lock();
        self.real_guard(inner, at)
    }

    #[track_caller]
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        let at = Location::caller();
        if !ops::active() {
            return Some(self.real_guard(self.inner.try_lock()?, at));
        }
        self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
        ops::try_acquire(&self.slot, Access::Lock, at).then(|| self.modelled_guard(at))
    }

    #[track_caller]
    pub fn try_lock_for(&self, limit: Duration) -> Option<MutexGuard<'_, T>> {
        let at = Location::caller();
        if !ops::active() {
            return Some(self.real_guard(self.inner.try_lock_for(limit)?, at));
        }
        self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
        ops::acquire(&self.slot, Access::Lock, Some(limit), at).then(|| self.modelled_guard(at))
    }

    #[track_caller]
    pub fn try_lock_until(&self, deadline: Instant) -> Option<MutexGuard<'_, T>> {
        self.try_lock_for(until(deadline))
    }

    #[track_caller]
    pub fn is_locked(&self) -> bool {
        if ops::active() {
            ops::locked(&self.slot, Location::caller())
        } else {
            self.inner.is_locked()
        }
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut()
    }

    fn modelled_guard(&self, at: At) -> MutexGuard<'_, T> {
        MutexGuard {
            mutex: self,
            inner: Some(self.modelled_inner()),
            at,
            modelled: true,
        }
    }

    /// The real guard of the lock that the checker has just given to this thread.
    pub(super) fn modelled_inner(&self) -> real::MutexGuard<'_, T> {
        let inner = self.inner.try_lock();
        inner.unwrap_or_else(|| crate::outlived("Mutex"))
    }

    fn real_guard<'a>(&'a self, inner: real::MutexGuard<'a, T>, at: At) -> MutexGuard<'a, T> {
        self.held.acquired();
        MutexGuard {
            mutex: self,
            inner: Some(inner),
            at,
            modelled: false,
        }
    }
}

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    /// Lets go of the lock while `f` runs.
    #[track_caller]
    pub fn unlocked<R>(guard: &mut MutexGuard<'a, T>, f: impl FnOnce() -> R) -> R {
        guard.let_go();
        let result = f();
        *guard = guard.mutex.lock();
        result
    }

    /// Lets go of the lock; the model knows no fairness.
    pub fn unlock_fair(guard: MutexGuard<'a, T>) {
        drop(guard);
    }

    /// Narrows the guard to a part of the value.
    pub fn map<U: ?Sized>(
        mut guard: MutexGuard<'a, T>,
        part: impl FnOnce(&mut T) -> &mut U,
    ) -> MappedMutexGuard<'a, U>
    where
        T: Send,
    {
        let part = std::ptr::from_mut(part(&mut guard));
        MappedMutexGuard {
            part,
            _whole: Box::new(guard),
        }
    }

    fn let_go(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        drop(inner);
        if !self.modelled {
            self.mutex.held.released();
        } else if ops::active() {
            ops::release(&self.mutex.slot, false, self.at);
        }
    }

    /// The gauge's part of a real wait: the lock is away.
    pub(super) fn gave_away(&self) {
        self.mutex.held.released();
    }

    pub(super) fn got_back(&self) {
        self.mutex.held.acquired();
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// Access to a part of a mutex's value until dropped.
#[must_use = "if unused the Mutex will immediately unlock"]
pub struct MappedMutexGuard<'a, U: ?Sized> {
    part: *mut U,
    /// Keeps the lock.
    _whole: Box<dyn Whole + 'a>,
}

/// Any guard: only its drop counts.
trait Whole {}

impl<T: ?Sized> Whole for MutexGuard<'_, T> {}

impl<U: ?Sized> Deref for MappedMutexGuard<'_, U> {
    type Target = U;

    fn deref(&self) -> &U {
        // SAFETY: the part belongs to the value that the guard beside it keeps locked.
        unsafe { &*self.part }
    }
}

impl<U: ?Sized> DerefMut for MappedMutexGuard<'_, U> {
    fn deref_mut(&mut self) -> &mut U {
        // SAFETY: as above.
        unsafe { &mut *self.part }
    }
}

impl<T: ?Sized> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect("a guard that is in use")
    }
}

impl<T: ?Sized> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().expect("a guard that is in use")
    }
}

impl<T: Default> Default for Mutex<T> {
    #[track_caller]
    fn default() -> Self {
        Mutex::new(T::default())
    }
}

impl<T> From<T> for Mutex<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        Mutex::new(value)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Display> fmt::Display for MutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
