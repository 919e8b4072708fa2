//! `std::panic`; the checker follows who is unwinding, because its threads share one real one.

pub use ::std::panic::{
    AssertUnwindSafe, Location, PanicHookInfo, RefUnwindSafe, UnwindSafe, panic_any, set_hook,
    take_hook,
};

use crate::model::ops;

/// See [`::std::panic::catch_unwind`].
///
/// # Errors
///
/// The panic's payload.
pub fn catch_unwind<F: FnOnce() -> R + UnwindSafe, R>(f: F) -> ::std::thread::Result<R> {
    let depth = ops::active().then(ops::unwinding_depth);
    let result = ::std::panic::catch_unwind(f);
    if let (Err(_), Some(depth)) = (&result, depth) {
        ops::unwinding_ends(depth);
    }
    result
}

/// See [`::std::panic::resume_unwind`].
pub fn resume_unwind(payload: Box<dyn ::std::any::Any + Send>) -> ! {
    if ops::active() {
        ops::unwinding_begins();
    }
    ::std::panic::resume_unwind(payload)
}
