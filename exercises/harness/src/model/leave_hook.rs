//! Leaves std's panic hook for good, but in good order.
//!
//! A panic in a destructor that runs because of another panic makes std abort the process, right after the hook. The
//! checker must not go back there: its coroutine is never resumed. But std calls the hook under a read lock, and a
//! lock that is never released would hang the process at its end, when the test runner takes the hook down. So
//! the stack is unwound up to std's own frame, whose destructors let go, and only then left alone.
//!
//! Source: the "forced unwinding" of the Itanium C++ ABI, as `pthread_cancel` uses it.

use super::engine::suspend_for_ever;

/// Never returns; `inside` is an address in the frame that calls the hook.
#[cfg(not(unix))]
pub(crate) fn leave_hook(_inside: usize) -> ! {
    suspend_for_ever()
}

#[cfg(unix)]
pub(crate) use forced::leave_hook;

#[cfg(unix)]
mod forced {
    use ::std::ffi::{c_int, c_void};

    use super::suspend_for_ever;

    /// `_Unwind_Exception`; the unwinder's private part is at most this long on any target.
    #[repr(C, align(16))]
    struct Exception {
        class: u64,
        cleanup: Option<extern "C" fn()>,
        private: [usize; 20],
    }

    type Stop =
        extern "C-unwind" fn(c_int, c_int, u64, *mut Exception, *mut c_void, *mut c_void) -> c_int;

    unsafe extern "C-unwind" {
        fn _Unwind_ForcedUnwind(
            exception: *mut Exception,
            stop: Stop,
            inside: *mut c_void,
        ) -> c_int;
        fn _Unwind_GetCFA(context: *mut c_void) -> usize;
    }

    /// Asked before each frame is unwound: stops above the frame that holds the address.
    extern "C-unwind" fn stop(
        _version: c_int,
        actions: c_int,
        _class: u64,
        _exception: *mut Exception,
        context: *mut c_void,
        inside: *mut c_void,
    ) -> c_int {
        const END_OF_STACK: c_int = 16;
        // SAFETY: the unwinder hands its own context.
        let bottom = unsafe { _Unwind_GetCFA(context) };
        if actions & END_OF_STACK != 0 || bottom > inside.addr() {
            suspend_for_ever();
        }
        0
    }

    pub(crate) fn leave_hook(inside: usize) -> ! {
        let exception = Box::leak(Box::new(Exception {
            class: 0,
            cleanup: None,
            private: [0; 20],
        }));
        let inside = ::std::ptr::without_provenance_mut(inside);
        // SAFETY: the exception lives for ever; the frames up to std's are Rust's and may be unwound.
        unsafe { _Unwind_ForcedUnwind(exception, stop, inside) };
        suspend_for_ever()
    }
}
