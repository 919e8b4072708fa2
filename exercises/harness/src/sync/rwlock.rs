//! `std::sync::RwLock`: the real one outside the checker, a modelled one inside.

use ::std::fmt;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::Location;
use ::std::sync as real;
use ::std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use crate::gauge::edges::Held;
use crate::model::fresh::Fresh;
use crate::model::object::Slot;
use crate::model::ops::{self, Access};

type At = &'static Location<'static>;

/// Many readers or one writer; see [`::std::sync::RwLock`], whose interface this is.
///
/// In the model, readers queue behind a waiting writer, as they do in std on Linux.
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
    panicking: bool,
}

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

    #[track_caller]
    pub fn into_inner(self) -> LockResult<T> {
        let poisoned = self.is_poisoned();
        let value = self
            .inner
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        if poisoned {
            Err(PoisonError::new(value))
        } else {
            Ok(value)
        }
    }
}

impl<T: ?Sized> RwLock<T> {
    #[track_caller]
    pub fn read(&self) -> LockResult<RwLockReadGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            ops::acquire(&self.slot, Access::Read, None, at);
            return self.modelled_read(at);
        }
        let wrap = |inner| RwLockReadGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled: false,
        };
        self.inner
            .read()
            .map(wrap)
            .map_err(|e| PoisonError::new(wrap(e.into_inner())))
    }

    #[track_caller]
    pub fn write(&self) -> LockResult<RwLockWriteGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            ops::acquire(&self.slot, Access::Write, None, at);
            return self.modelled_write(at);
        }
        let result = self.inner.write();
        self.held.acquired();
        let wrap = |inner| self.real_write(inner, at);
        result
            .map(wrap)
            .map_err(|e| PoisonError::new(wrap(e.into_inner())))
    }

    #[track_caller]
    pub fn try_read(&self) -> TryLockResult<RwLockReadGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            if !ops::try_acquire(&self.slot, Access::Read, at) {
                return Err(TryLockError::WouldBlock);
            }
            return self.modelled_read(at).map_err(TryLockError::Poisoned);
        }
        let wrap = |inner| RwLockReadGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled: false,
        };
        match self.inner.try_read() {
            Ok(inner) => Ok(wrap(inner)),
            Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
            Err(TryLockError::Poisoned(e)) => Err(TryLockError::Poisoned(PoisonError::new(wrap(
                e.into_inner(),
            )))),
        }
    }

    #[track_caller]
    pub fn try_write(&self) -> TryLockResult<RwLockWriteGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            if !ops::try_acquire(&self.slot, Access::Write, at) {
                return Err(TryLockError::WouldBlock);
            }
            return self.modelled_write(at).map_err(TryLockError::Poisoned);
        }
        let wrap = |inner| {
            self.held.acquired();
            self.real_write(inner, at)
        };
        match self.inner.try_write() {
            Ok(inner) => Ok(wrap(inner)),
            Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
            Err(TryLockError::Poisoned(e)) => Err(TryLockError::Poisoned(PoisonError::new(wrap(
                e.into_inner(),
            )))),
        }
    }

    fn real_write<'a>(
        &'a self,
        inner: real::RwLockWriteGuard<'a, T>,
        at: At,
    ) -> RwLockWriteGuard<'a, T> {
        RwLockWriteGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled: false,
            panicking: false,
        }
    }

    fn modelled_read(&self, at: At) -> LockResult<RwLockReadGuard<'_, T>> {
        let inner = match self.inner.try_read() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poison)) => poison.into_inner(),
            Err(TryLockError::WouldBlock) => crate::outlived("RwLock"),
        };
        let guard = RwLockReadGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled: true,
        };
        if ops::poisoned(&self.slot, at) {
            Err(PoisonError::new(guard))
        } else {
            Ok(guard)
        }
    }

    fn modelled_write(&self, at: At) -> LockResult<RwLockWriteGuard<'_, T>> {
        let inner = match self.inner.try_write() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poison)) => poison.into_inner(),
            Err(TryLockError::WouldBlock) => crate::outlived("RwLock"),
        };
        let panicking = ops::panicking();
        let guard = RwLockWriteGuard {
            lock: self,
            inner: Some(inner),
            at,
            modelled: true,
            panicking,
        };
        if ops::poisoned(&self.slot, at) {
            Err(PoisonError::new(guard))
        } else {
            Ok(guard)
        }
    }

    #[track_caller]
    pub fn is_poisoned(&self) -> bool {
        if ops::active() {
            ops::poisoned(&self.slot, Location::caller())
        } else {
            self.inner.is_poisoned()
        }
    }

    #[track_caller]
    pub fn clear_poison(&self) {
        if ops::active() {
            ops::clear_poison(&self.slot, Location::caller());
        }
        self.inner.clear_poison();
    }

    #[track_caller]
    pub fn get_mut(&mut self) -> LockResult<&mut T> {
        let poisoned = self.is_poisoned();
        let value = self.inner.get_mut().unwrap_or_else(PoisonError::into_inner);
        if poisoned {
            Err(PoisonError::new(value))
        } else {
            Ok(value)
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
        RwLockReadGuard {
            lock,
            inner: Some(inner),
            at,
            modelled,
        }
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
        if !self.modelled {
            self.lock.held.released();
            return;
        }
        drop(inner);
        if ops::active() {
            let poison = ops::panicking() && !self.panicking;
            ops::release(&self.lock.slot, poison, self.at);
        }
        self.lock.inner.clear_poison();
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

impl<T> From<T> for RwLock<T> {
    #[track_caller]
    fn from(value: T) -> Self {
        RwLock::new(value)
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
