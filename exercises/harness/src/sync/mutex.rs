//! `std::sync::Mutex`: the real one outside the checker, a modelled one inside.

use ::std::fmt;
use ::std::ops::{Deref, DerefMut};
use ::std::panic::Location;
use ::std::sync as real;
use ::std::sync::{LockResult, PoisonError, TryLockError, TryLockResult};

use crate::gauge::edges::Held;
use crate::model::fresh::Fresh;
use crate::model::object::Slot;
use crate::model::ops::{self, Access};

/// Mutual exclusion around a value; see [`::std::sync::Mutex`], whose interface this is.
pub struct Mutex<T: ?Sized> {
    pub(crate) slot: Slot,
    pub(crate) held: Held,
    fresh: Fresh,
    /// Holds the value. In a model its lock is always free: the checker decides who may enter.
    inner: real::Mutex<T>,
}

/// Access to the value until dropped.
#[must_use = "if unused the Mutex will immediately unlock"]
#[clippy::has_significant_drop]
pub struct MutexGuard<'a, T: ?Sized> {
    pub(crate) mutex: &'a Mutex<T>,
    /// `None` only while a condition variable has it.
    inner: Option<real::MutexGuard<'a, T>>,
    at: &'static Location<'static>,
    modelled: bool,
    /// Its thread was panicking already when it took the lock.
    panicking: bool,
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

impl<T: ?Sized> Mutex<T> {
    #[track_caller]
    pub fn lock(&self) -> LockResult<MutexGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            ops::acquire(&self.slot, Access::Lock, None, at);
            return self.modelled_guard(at);
        }
        let result = self.inner.lock();
        self.held.acquired();
        match result {
            Ok(guard) => Ok(self.guard(guard, at)),
            Err(poison) => Err(PoisonError::new(self.guard(poison.into_inner(), at))),
        }
    }

    #[track_caller]
    pub fn try_lock(&self) -> TryLockResult<MutexGuard<'_, T>> {
        let at = Location::caller();
        if ops::active() {
            self.fresh.before_use_of::<T, _>(&self.slot, &self.inner);
            if !ops::try_acquire(&self.slot, Access::Lock, at) {
                return Err(TryLockError::WouldBlock);
            }
            return self.modelled_guard(at).map_err(TryLockError::Poisoned);
        }
        match self.inner.try_lock() {
            Ok(guard) => {
                self.held.acquired();
                Ok(self.guard(guard, at))
            }
            Err(TryLockError::WouldBlock) => Err(TryLockError::WouldBlock),
            Err(TryLockError::Poisoned(poison)) => {
                self.held.acquired();
                Err(TryLockError::Poisoned(PoisonError::new(
                    self.guard(poison.into_inner(), at),
                )))
            }
        }
    }

    /// A guard of the lock that the checker has just given to this thread.
    pub(crate) fn modelled_guard(
        &self,
        at: &'static Location<'static>,
    ) -> LockResult<MutexGuard<'_, T>> {
        let inner = match self.inner.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poison)) => poison.into_inner(),
            Err(TryLockError::WouldBlock) => crate::outlived("Mutex"),
        };
        let panicking = ops::panicking();
        let guard = MutexGuard {
            mutex: self,
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

    fn guard<'a>(
        &'a self,
        inner: real::MutexGuard<'a, T>,
        at: &'static Location<'static>,
    ) -> MutexGuard<'a, T> {
        MutexGuard {
            mutex: self,
            inner: Some(inner),
            at,
            modelled: false,
            panicking: false,
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

impl<'a, T: ?Sized> MutexGuard<'a, T> {
    pub(crate) fn is_modelled(&self) -> bool {
        self.modelled
    }

    /// Lets go of the value, but says nothing to the checker: a condition variable does that.
    pub(crate) fn into_mutex(mut self) -> &'a Mutex<T> {
        let mutex = self.mutex;
        drop(self.inner.take());
        mutex
    }

    /// The real guard, for a real condition variable.
    pub(crate) fn into_real(mut self) -> (&'a Mutex<T>, real::MutexGuard<'a, T>) {
        let mutex = self.mutex;
        mutex.held.released();
        (mutex, self.inner.take().expect("a guard that is in use"))
    }

    pub(crate) fn from_real(
        mutex: &'a Mutex<T>,
        inner: real::MutexGuard<'a, T>,
        at: &'static Location<'static>,
    ) -> MutexGuard<'a, T> {
        mutex.held.acquired();
        mutex.guard(inner, at)
    }
}

impl<T: ?Sized> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        let Some(inner) = self.inner.take() else {
            return;
        };
        if !self.modelled {
            self.mutex.held.released();
            return;
        }
        drop(inner);
        if ops::active() {
            let poison = ops::panicking() && !self.panicking;
            ops::release(&self.mutex.slot, poison, self.at);
        }
        // Another thread of the model may be unwinding at this moment, which std takes for this one.
        self.mutex.inner.clear_poison();
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
