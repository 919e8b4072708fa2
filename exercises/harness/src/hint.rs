//! `std::hint`; `spin_loop` lets others go first inside the checker.

pub use ::std::hint::{assert_unchecked, black_box, unreachable_unchecked};

/// See [`::std::hint::spin_loop`].
#[track_caller]
pub fn spin_loop() {
    if crate::model::ops::active() {
        crate::model::ops::yield_now("spin_loop", ::std::panic::Location::caller());
    } else {
        ::std::hint::spin_loop();
    }
}
