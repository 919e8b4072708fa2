//! `parking_lot::ReentrantMutex`: its holder may lock it again, and gets shared access only.

use ::parking_lot as real;
use std::fmt;
use std::ops::Deref;
use std::panic::Location;

use crate::model::fresh::Fresh;
use crate::model::object::Slot;
use crate::model::ops::{self, Access};

type At = &'static Location<'static>;

/// See `parking_lot::ReentrantMutex`.
pub struct ReentrantMutex<T: ?Sized> {
    slot: Slot,
    fresh: Fresh,
    /// In a model all threads are one to it, so it always lets them in.
    inner: real::ReentrantMutex<T>,
}

/// Shared access until dropped.
#[must_use = "if unused the ReentrantMutex will immediately unlock"]
pub struct ReentrantMutexGuard<'a, T: ?Sized> {
    mutex: &'a ReentrantMutex<T>,
    inner: real::ReentrantMutexGuard<'a, T>,
    at: At,
    modelled: bool,
}

impl<T> ReentrantMutex<T> {
    #[track_caller]
    pub const fn new(value: T) -> ReentrantMutex<T> {
        ReentrantMutex {
            slot: Slot::new("ReentrantMutex"),
            fresh: Fresh::new(),
            inner: real::ReentrantMutex::new(value),
        }
    }

    pub fn into_inner(self) -> T {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> ReentrantMutex<T> {
    #[track_caller]
    pub fn lock(&self) -> ReentrantMutexGuard<'_, T> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            if !ops::acquire_again(&self.slot, at) {
                ops::acquire(&self.slot, Access::Lock, None, at);
            }
        }
        self.guard(self.inner.lock(), at)
    }

    #[track_caller]
    pub fn try_lock(&self) -> Option<ReentrantMutexGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            let got = ops::acquire_again(&self.slot, at)
                || ops::try_acquire(&self.slot, Access::Lock, at);
            return got.then(|| self.guard(self.inner.lock(), at));
        }
        Some(self.guard(self.inner.try_lock()?, at))
    }

    fn guard<'a>(
        &'a self,
        inner: real::ReentrantMutexGuard<'a, T>,
        at: At,
    ) -> ReentrantMutexGuard<'a, T> {
        ReentrantMutexGuard {
            mutex: self,
            inner,
            at,
            modelled: ops::active(),
        }
    }
}

impl<T: ?Sized> Drop for ReentrantMutexGuard<'_, T> {
    fn drop(&mut self) {
        if self.modelled && ops::active() {
            ops::release(&self.mutex.slot, false, self.at);
        }
    }
}

impl<T: ?Sized> Deref for ReentrantMutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for ReentrantMutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for ReentrantMutexGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
