//! `parking_lot::RwLock`.

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

/// Many readers or one writer; see `parking_lot::RwLock`.
pub struct RwLock<T: ?Sized> {
    slot: Slot,
    /// Only writers serialise the program, so only they count for the gauge.
    held: Held,
    fresh: Fresh,
    inner: real::RwLock<T>,
}

/// Shared access until dropped.
#[must_use = "if unused the RwLock will immediately unlock"]
#[clippy::has_significant_drop]
pub struct RwLockReadGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    inner: Option<real::RwLockReadGuard<'a, T>>,
    at: At,
    modelled: bool,
}

/// Exclusive access until dropped.
#[must_use = "if unused the RwLock will immediately unlock"]
#[clippy::has_significant_drop]
pub struct RwLockWriteGuard<'a, T: ?Sized> {
    lock: &'a RwLock<T>,
    inner: Option<real::RwLockWriteGuard<'a, T>>,
    at: At,
    modelled: bool,
}

/// Upgradable reads are not modelled: `upgradable_read` asks for this, and nothing has it.
#[diagnostic::on_unimplemented(
    message = "`parking_lot::RwLock::upgradable_read` is not modelled by the schedule checker",
    note = "take `write` from the start, or read, let go, write and look again"
)]
pub trait UpgradableReadIsModelled {}

impl<T> RwLock<T> {
    #[track_caller]
    pub const fn new(value: T) -> RwLock<T> {
        RwLock {
            slot: Slot::new("RwLock"),
            held: Held::new(),
            fresh: Fresh::new(),
            inner: real::RwLock::new(value),
        }
    }

    pub fn into_inner(self) -> T {
        self.inner.into_inner()
    }
}

impl<T: ?Sized> RwLock<T> {
    #[track_caller]
    pub fn read(&self) -> RwLockReadGuard<'_, T> {
        let at = Location::caller();
        match ops::active() {
            true => self.reads(None, at).expect("there is no limit"),
            false => self.read_guard(self.inner.read(), at, false),
        }
    }

    #[track_caller]
    pub fn try_read_for(&self, limit: Duration) -> Option<RwLockReadGuard<'_, T>> {
        let at = Location::caller();
        match ops::active() {
            true => self.reads(Some(limit), at),
            false => Some(self.read_guard(self.inner.try_read_for(limit)?, at, false)),
        }
    }

    #[track_caller]
    pub fn try_read_until(&self, deadline: Instant) -> Option<RwLockReadGuard<'_, T>> {
        self.try_read_for(until(deadline))
    }

    #[track_caller]
    pub fn try_read(&self) -> Option<RwLockReadGuard<'_, T>> {
        let at = Location::caller();
        if !ops::active() {
            return Some(self.read_guard(self.inner.try_read()?, at, false));
        }
        self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
        ops::try_acquire(&self.slot, Access::Read, at).then(|| self.modelled_read(at))
    }

    #[track_caller]
    pub fn write(&self) -> RwLockWriteGuard<'_, T> {
        let at = Location::caller();
        match ops::active() {
            true => self.writes(None, at).expect("there is no limit"),
            false => self.write_guard(self.inner.write(), at, false),
        }
    }

    #[track_caller]
    pub fn try_write_for(&self, limit: Duration) -> Option<RwLockWriteGuard<'_, T>> {
        let at = Location::caller();
        match ops::active() {
            true => self.writes(Some(limit), at),
            false => Some(self.write_guard(self.inner.try_write_for(limit)?, at, false)),
        }
    }

    #[track_caller]
    pub fn try_write_until(&self, deadline: Instant) -> Option<RwLockWriteGuard<'_, T>> {
        self.try_write_for(until(deadline))
    }

    #[track_caller]
    pub fn try_write(&self) -> Option<RwLockWriteGuard<'_, T>> {
        let at = Location::caller();
        if !ops::active() {
            return Some(self.write_guard(self.inner.try_write()?, at, false));
        }
        self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
        ops::try_acquire(&self.slot, Access::Write, at).then(|| self.modelled_write(at))
    }

    /// Not modelled: calling it does not compile.
    pub fn upgradable_read(&self) -> RwLockReadGuard<'_, T>
    where
        Self: UpgradableReadIsModelled,
    {
        unreachable!("nothing has the trait")
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.inner.get_mut()
    }

    fn reads(&self, limit: Option<Duration>, at: At) -> Option<RwLockReadGuard<'_, T>> {
        self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
        ops::acquire(&self.slot, Access::Read, limit, at).then(|| self.modelled_read(at))
    }

    fn writes(&self, limit: Option<Duration>, at: At) -> Option<RwLockWriteGuard<'_, T>> {
        self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
        ops::acquire(&self.slot, Access::Write, limit, at).then(|| self.modelled_write(at))
    }

    fn modelled_read(&self, at: At) -> RwLockReadGuard<'_, T> {
        let inner = self.inner.try_read();
        self.read_guard(inner.unwrap_or_else(|| crate::outlived("RwLock")), at, true)
    }

    fn modelled_write(&self, at: At) -> RwLockWriteGuard<'_, T> {
        let inner = self.inner.try_write();
        self.write_guard(inner.unwrap_or_else(|| crate::outlived("RwLock")), at, true)
    }

    fn read_guard<'a>(
        &'a self,
        inner: real::RwLockReadGuard<'a, T>,
        at: At,
        modelled: bool,
    ) -> RwLockReadGuard<'a, T> {
        RwLockReadGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled,
        }
    }

    fn write_guard<'a>(
        &'a self,
        inner: real::RwLockWriteGuard<'a, T>,
        at: At,
        modelled: bool,
    ) -> RwLockWriteGuard<'a, T> {
        if !modelled {
            self.held.acquired();
        }
        RwLockWriteGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled,
        }
    }
}

impl<'a, T: ?Sized> RwLockWriteGuard<'a, T> {
    /// Turns exclusive into shared access without a moment in which another writer could come in.
    pub fn downgrade(mut guard: RwLockWriteGuard<'a, T>) -> RwLockReadGuard<'a, T> {
        let (lock, at, modelled) = (guard.lock, guard.at, guard.modelled);
        let inner = guard.inner.take().expect("a guard that is in use");
        let inner = real::RwLockWriteGuard::downgrade(inner);
        if modelled {
            ops::downgrade(&lock.slot, at);
        } else {
            lock.held.released();
        }
        lock.read_guard(inner, at, modelled)
    }
}

impl<T: ?Sized> Drop for RwLockReadGuard<'_, T> {
    fn drop(&mut self) {
        drop(self.inner.take());
        if self.modelled && ops::active() {
            ops::release(&self.lock.slot, false, self.at);
        }
    }
}

impl<T: ?Sized> Drop for RwLockWriteGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        drop(inner);
        if !self.modelled {
            self.lock.held.released();
        } else if ops::active() {
            ops::release(&self.lock.slot, false, self.at);
        }
    }
}

impl<T: ?Sized> Deref for RwLockReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect("a guard that is in use")
    }
}

impl<T: ?Sized> Deref for RwLockWriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.inner.as_ref().expect("a guard that is in use")
    }
}

impl<T: ?Sized> DerefMut for RwLockWriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.inner.as_mut().expect("a guard that is in use")
    }
}

impl<T: Default> Default for RwLock<T> {
    #[track_caller]
    fn default() -> Self {
        RwLock::new(T::default())
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLock<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockReadGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for RwLockWriteGuard<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
