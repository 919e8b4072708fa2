//! `std::sync::atomic`, modelled inside the checker and real outside.
//!
//! The modelled ones honour orderings: a relaxed load may return a value that other threads have overwritten
//! already (see `model::memory`).

use ::std::fmt;
use ::std::panic::Location;
use ::std::sync::atomic as real;

pub use ::std::sync::atomic::{Ordering, compiler_fence};

use crate::model::object::Slot;
use crate::model::ops::{self, Update};

type At = &'static Location<'static>;

/// Orders memory accesses around it; see [`::std::sync::atomic::fence`].
#[track_caller]
pub fn fence(order: Ordering) {
    if ops::active() {
        ops::fence(order, Location::caller());
    } else {
        real::fence(order);
    }
}

/// See [`::std::hint::spin_loop`].
#[track_caller]
#[deprecated = "use std::hint::spin_loop"]
pub fn spin_loop_hint() {
    crate::hint::spin_loop();
}

/// A value that fits into 64 bits, as the model keeps it.
trait Bits: Copy {
    fn to_bits(self) -> u64;
    fn from_bits(bits: u64) -> Self;
    fn show(bits: u64) -> String;
}

macro_rules! integer_bits {
    ($($type:ty)*) => { $(
        impl Bits for $type {
            fn to_bits(self) -> u64 {
                self as u64
            }

            fn from_bits(bits: u64) -> Self {
                bits as $type
            }

            fn show(bits: u64) -> String {
                (bits as $type).to_string()
            }
        }
    )* };
}

integer_bits!(u8 u16 u32 u64 usize i8 i16 i32 i64 isize);

impl Bits for bool {
    fn to_bits(self) -> u64 {
        u64::from(self)
    }

    fn from_bits(bits: u64) -> Self {
        bits != 0
    }

    fn show(bits: u64) -> String {
        (bits != 0).to_string()
    }
}

impl<T> Bits for *mut T {
    fn to_bits(self) -> u64 {
        self as usize as u64
    }

    fn from_bits(bits: u64) -> Self {
        bits as usize as *mut T
    }

    /// Addresses change from run to run and mean nothing to a reader.
    fn show(bits: u64) -> String {
        if bits == 0 {
            "null".into()
        } else {
            "a pointer".into()
        }
    }
}

/// The operations that every atomic has.
macro_rules! atomic {
    ($(#[$doc:meta])* $name:ident $(<$param:ident>)?, $real:ty, $value:ty) => {
        $(#[$doc])*
        pub struct $name $(<$param>)? {
            slot: Slot,
            /// Real mode: the value. Model: what the value was before any run (runs start from it).
            inner: $real,
        }

        impl $(<$param>)? $name $(<$param>)? {
            #[track_caller]
            pub const fn new(value: $value) -> Self {
                $name { slot: Slot::new(stringify!($name)), inner: <$real>::new(value) }
            }

            fn initial(&self) -> u64 {
                self.inner.load(Ordering::Relaxed).to_bits()
            }

            fn step(&self, verb: &'static str, order: Ordering, at: At) -> Update<'_> {
                let show = <$value as Bits>::show;
                Update { verb, slot: &self.slot, initial: self.initial(), order, show, at }
            }

            #[track_caller]
            pub fn load(&self, order: Ordering) -> $value {
                if !ops::active() {
                    return self.inner.load(order);
                }
                let show = <$value as Bits>::show;
                Bits::from_bits(ops::load(&self.slot, self.initial(), order, show, Location::caller()))
            }

            #[track_caller]
            pub fn store(&self, value: $value, order: Ordering) {
                if !ops::active() {
                    return self.inner.store(value, order);
                }
                let show = <$value as Bits>::show;
                ops::store(&self.slot, self.initial(), value.to_bits(), order, show, Location::caller());
            }

            #[track_caller]
            pub fn swap(&self, value: $value, order: Ordering) -> $value {
                if !ops::active() {
                    return self.inner.swap(value, order);
                }
                let update = self.step("swap", order, Location::caller());
                Bits::from_bits(update.apply(|_| value.to_bits()))
            }

            /// # Errors
            ///
            /// The value that was there instead of the expected one.
            #[track_caller]
            pub fn compare_exchange(
                &self,
                expected: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                if !ops::active() {
                    return self.inner.compare_exchange(expected, new, success, failure);
                }
                let update = self.step("compare_exchange", success, Location::caller());
                let result = update.exchange(expected.to_bits(), new.to_bits(), failure, false);
                result.map(Bits::from_bits).map_err(Bits::from_bits)
            }

            /// # Errors
            ///
            /// The value that was there; it may be the expected one, for no reason.
            #[track_caller]
            pub fn compare_exchange_weak(
                &self,
                expected: $value,
                new: $value,
                success: Ordering,
                failure: Ordering,
            ) -> Result<$value, $value> {
                if !ops::active() {
                    return self.inner.compare_exchange_weak(expected, new, success, failure);
                }
                let update = self.step("compare_exchange_weak", success, Location::caller());
                let result = update.exchange(expected.to_bits(), new.to_bits(), failure, true);
                result.map(Bits::from_bits).map_err(Bits::from_bits)
            }

            /// # Errors
            ///
            /// The value that was there when `change` returned `None`.
            #[track_caller]
            pub fn fetch_update(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                let mut before = self.load(fetch);
                while let Some(new) = change(before) {
                    match self.compare_exchange_weak(before, new, set, fetch) {
                        Ok(value) => return Ok(value),
                        Err(value) => before = value,
                    }
                }
                Err(before)
            }

            /// [`Self::fetch_update`] under its newer name.
            ///
            /// # Errors
            ///
            /// The value that was there when `change` returned `None`.
            #[track_caller]
            pub fn try_update(
                &self,
                set: Ordering,
                fetch: Ordering,
                change: impl FnMut($value) -> Option<$value>,
            ) -> Result<$value, $value> {
                self.fetch_update(set, fetch, change)
            }

            /// Changes the value, whatever it is, and returns the one before.
            #[track_caller]
            pub fn update(
                &self,
                set: Ordering,
                fetch: Ordering,
                mut change: impl FnMut($value) -> $value,
            ) -> $value {
                let before = self.fetch_update(set, fetch, |value| Some(change(value)));
                before.unwrap_or_else(|value| value)
            }

            #[track_caller]
            pub fn into_inner(self) -> $value {
                self.current()
            }

            #[track_caller]
            pub fn get_mut(&mut self) -> &mut $value {
                let value = self.current();
                let inner = self.inner.get_mut();
                *inner = value;
                // From here on the value is this one: the model's history starts again.
                self.slot = Slot::new(stringify!($name));
                inner
            }

            #[track_caller]
            pub fn as_ptr(&self) -> *mut $value {
                if ops::active() {
                    crate::not_modelled(concat!(stringify!($name), "::as_ptr"));
                }
                self.inner.as_ptr()
            }

            /// The latest value, without a step: for owners and for printing.
            fn current(&self) -> $value {
                if ops::active() {
                    Bits::from_bits(ops::latest(&self.slot, self.initial()))
                } else {
                    self.inner.load(Ordering::Relaxed)
                }
            }
        }

        impl $(<$param>)? fmt::Debug for $name $(<$param>)? {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.current(), f)
            }
        }

        impl $(<$param>)? From<$value> for $name $(<$param>)? {
            #[track_caller]
            fn from(value: $value) -> Self {
                $name::new(value)
            }
        }
    };
}

/// One read-modify-write operation.
macro_rules! fetch {
    ($name:ident $value:ty: $($method:ident $change:expr;)*) => {
        impl $name {
            $(
                #[track_caller]
                pub fn $method(&self, value: $value, order: Ordering) -> $value {
                    if !ops::active() {
                        return self.inner.$method(value, order);
                    }
                    let change: fn($value, $value) -> $value = $change;
                    let update = self.step(stringify!($method), order, Location::caller());
                    Bits::from_bits(update.apply(|bits| change(Bits::from_bits(bits), value).to_bits()))
                }
            )*
        }

        impl Default for $name {
            #[track_caller]
            fn default() -> Self {
                $name::new(<$value>::default())
            }
        }
    };
}

macro_rules! integers {
    ($($name:ident $value:ident)*) => { $(
        atomic! {
            #[doc = concat!("See [`::std::sync::atomic::", stringify!($name), "`].")]
            $name, real::$name, $value
        }
        fetch! { $name $value:
            fetch_add |a, b| a.wrapping_add(b);
            fetch_sub |a, b| a.wrapping_sub(b);
            fetch_max |a, b| a.max(b);
            fetch_min |a, b| a.min(b);
            fetch_and |a, b| a & b;
            fetch_nand |a, b| !(a & b);
            fetch_or |a, b| a | b;
            fetch_xor |a, b| a ^ b;
        }
    )* };
}

integers! {
    AtomicU8 u8 AtomicU16 u16 AtomicU32 u32 AtomicU64 u64 AtomicUsize usize
    AtomicI8 i8 AtomicI16 i16 AtomicI32 i32 AtomicI64 i64 AtomicIsize isize
}

atomic! {
    /// See [`::std::sync::atomic::AtomicBool`].
    AtomicBool, real::AtomicBool, bool
}
fetch! { AtomicBool bool:
    fetch_and |a, b| a & b;
    fetch_nand |a, b| !(a & b);
    fetch_or |a, b| a | b;
    fetch_xor |a, b| a ^ b;
}

impl AtomicBool {
    #[track_caller]
    pub fn fetch_not(&self, order: Ordering) -> bool {
        self.fetch_xor(true, order)
    }
}

atomic! {
    /// See [`::std::sync::atomic::AtomicPtr`].
    AtomicPtr<T>, real::AtomicPtr<T>, *mut T
}

impl<T> Default for AtomicPtr<T> {
    #[track_caller]
    fn default() -> Self {
        AtomicPtr::new(::std::ptr::null_mut())
    }
}
