//! Asks whether a type is `Send` or `Sync` without failing to compile when it is not.
//!
//! A compile error would take all tests of the file with it. An inherent constant of a type whose bound holds
//! shadows the trait's constant of the same name; where the bound does not hold, the trait's is what remains.
//! (The trick is known as inherent-impl specialisation; `static_assertions` and `impls` use it.)
//!
//! The type must be a concrete one: for a type parameter the answer would be about all types, which is `false`.

use std::marker::PhantomData;

#[doc(hidden)]
pub struct Probe<T: ?Sized>(PhantomData<T>);

#[doc(hidden)]
pub trait No {
    const SEND: bool = false;
    const SYNC: bool = false;
}

impl<T: ?Sized> No for Probe<T> {}

impl<T: ?Sized + Send> Probe<T> {
    #[doc(hidden)]
    pub const SEND: bool = true;
}

impl<T: ?Sized + Sync> Probe<T> {
    #[doc(hidden)]
    pub const SYNC: bool = true;
}

/// `true` when the type is `Send`: a constant, for any concrete type.
///
/// ```
/// assert!(harness::is_send!(Vec<u8>));
/// assert!(!harness::is_send!(std::rc::Rc<u8>));
/// ```
#[macro_export]
macro_rules! is_send {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::auto_traits::No as _;
        <$crate::auto_traits::Probe<$type>>::SEND
    }};
}

/// `true` when the type is `Sync`: a constant, for any concrete type.
///
/// ```
/// assert!(harness::is_sync!(std::sync::atomic::AtomicU8));
/// assert!(!harness::is_sync!(std::cell::Cell<u8>));
/// ```
#[macro_export]
macro_rules! is_sync {
    ($type:ty) => {{
        #[allow(unused_imports)]
        use $crate::auto_traits::No as _;
        <$crate::auto_traits::Probe<$type>>::SYNC
    }};
}

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use std::sync::{Mutex, MutexGuard};

    #[test]
    fn send_and_sync_are_told_apart() {
        const SEND_NOT_SYNC: (bool, bool) = (is_send!(Cell<u8>), is_sync!(RefCell<u8>));
        assert_eq!(SEND_NOT_SYNC, (true, false));
        assert_eq!((is_send!(Rc<u8>), is_sync!(Rc<u8>)), (false, false));
        assert_eq!(
            (
                is_send!(MutexGuard<'static, u8>),
                is_sync!(MutexGuard<'static, u8>)
            ),
            (false, true)
        );
        assert_eq!(
            (is_send!(Mutex<Cell<u8>>), is_sync!(Mutex<Cell<u8>>)),
            (true, true)
        );
        assert_eq!(
            (is_send!(dyn Fn() + Send), is_sync!(dyn Fn() + Send)),
            (true, false)
        );
        assert_eq!(
            (is_send!(*mut u8), is_sync!(&'static mut u8)),
            (false, true)
        );
    }
}
