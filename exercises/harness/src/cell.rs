//! `std::cell`; `UnsafeCell` reports data races inside the checker.

pub use ::std::cell::{
    BorrowError, BorrowMutError, Cell, LazyCell, OnceCell, Ref, RefCell, RefMut,
};

use ::std::panic::Location;

use crate::model::fresh::Fresh;
use crate::model::intent;
use crate::model::object::Slot;
use crate::model::ops;

/// See [`::std::cell::UnsafeCell`]. A pointer taken by `get` counts as a write at that place, unless the line
/// plainly reads (see `model::intent`).
pub struct UnsafeCell<T: ?Sized> {
    slot: Slot,
    fresh: Fresh,
    value: ::std::cell::UnsafeCell<T>,
}

impl<T> UnsafeCell<T> {
    #[track_caller]
    pub const fn new(value: T) -> UnsafeCell<T> {
        UnsafeCell {
            slot: Slot::new("UnsafeCell"),
            fresh: Fresh::new(),
            value: ::std::cell::UnsafeCell::new(value),
        }
    }

    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: ?Sized> UnsafeCell<T> {
    #[track_caller]
    pub fn get(&self) -> *mut T {
        self.check(Location::caller());
        self.value.get()
    }

    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    fn check(&self, at: &'static Location<'static>) {
        if ops::active() {
            let size = size_of_val(&self.value);
            // SAFETY: a cell may be written to; what an earlier run referred to is gone.
            unsafe {
                self.fresh
                    .before_use::<T>(&self.slot, self.value.get().cast(), size)
            };
            ops::access(&self.slot, intent::writes(at), at);
        }
    }
}

impl<T: Default> Default for UnsafeCell<T> {
    #[track_caller]
    fn default() -> Self {
        UnsafeCell::new(T::default())
    }
}

impl<T: ?Sized> ::std::fmt::Debug for UnsafeCell<T> {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("UnsafeCell { .. }")
    }
}
