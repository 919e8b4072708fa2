//! `thread_local!`: real threads have real ones, modelled threads have theirs in the run.

use ::std::cell::{Cell, RefCell};
use ::std::thread::AccessError;

use crate::model::ops;

/// Declares values of which each thread has its own; see [`::std::thread_local`].
#[macro_export]
macro_rules! thread_local {
    () => {};
    ($(#[$attr:meta])* $vis:vis static $name:ident: $type:ty = const $init:block; $($rest:tt)*) => {
        $crate::thread_local!($(#[$attr])* $vis static $name: $type = $init);
        $crate::thread_local!($($rest)*);
    };
    ($(#[$attr:meta])* $vis:vis static $name:ident: $type:ty = const $init:block) => {
        $crate::thread_local!($(#[$attr])* $vis static $name: $type = $init);
    };
    ($(#[$attr:meta])* $vis:vis static $name:ident: $type:ty = $init:expr; $($rest:tt)*) => {
        $crate::thread_local!($(#[$attr])* $vis static $name: $type = $init);
        $crate::thread_local!($($rest)*);
    };
    ($(#[$attr:meta])* $vis:vis static $name:ident: $type:ty = $init:expr) => {
        $(#[$attr])* $vis const $name: $crate::thread::LocalKey<$type> = {
            fn init() -> $type {
                $init
            }
            $crate::real::thread_local! {
                static REAL: $type = init();
            }
            $crate::thread::LocalKey::declare(&REAL, init)
        };
    };
}

/// See [`::std::thread::LocalKey`].
pub struct LocalKey<T: 'static> {
    real: &'static ::std::thread::LocalKey<T>,
    init: fn() -> T,
}

impl<T: 'static> LocalKey<T> {
    /// For `thread_local!` only.
    #[doc(hidden)]
    pub const fn declare(
        real: &'static ::std::thread::LocalKey<T>,
        init: fn() -> T,
    ) -> LocalKey<T> {
        LocalKey { real, init }
    }

    pub fn with<R>(&'static self, read: impl FnOnce(&T) -> R) -> R {
        if !ops::active() {
            return self.real.with(read);
        }
        // The real key's address tells keys apart: it is a `static`, this struct is a constant.
        let key = ::std::ptr::from_ref(self.real).addr();
        let value = ops::local(key, self.init);
        // SAFETY: the value stays where it is until its thread ends, and this thread is running.
        read(unsafe { &*value })
    }

    /// # Errors
    ///
    /// When the value is already destroyed, at the thread's end.
    pub fn try_with<R>(&'static self, read: impl FnOnce(&T) -> R) -> Result<R, AccessError> {
        if ops::active() {
            Ok(self.with(read))
        } else {
            self.real.try_with(read)
        }
    }
}

impl<T: 'static> LocalKey<Cell<T>> {
    pub fn set(&'static self, value: T) {
        self.with(|cell| cell.set(value));
    }

    pub fn get(&'static self) -> T
    where
        T: Copy,
    {
        self.with(Cell::get)
    }

    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(Cell::take)
    }

    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}

impl<T: 'static> LocalKey<RefCell<T>> {
    pub fn with_borrow<R>(&'static self, read: impl FnOnce(&T) -> R) -> R {
        self.with(|cell| read(&cell.borrow()))
    }

    pub fn with_borrow_mut<R>(&'static self, write: impl FnOnce(&mut T) -> R) -> R {
        self.with(|cell| write(&mut cell.borrow_mut()))
    }

    pub fn set(&'static self, value: T) {
        self.with(|cell| *cell.borrow_mut() = value);
    }

    pub fn take(&'static self) -> T
    where
        T: Default,
    {
        self.with(RefCell::take)
    }

    pub fn replace(&'static self, value: T) -> T {
        self.with(|cell| cell.replace(value))
    }
}
