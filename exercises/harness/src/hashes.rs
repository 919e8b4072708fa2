//! The seed of hash maps, taken over from the system, so that a modelled run iterates over them in the same order
//! each time.
//!
//! std draws two numbers for each real thread when it makes its first hash map there, and counts on from them for
//! further ones. On the checker's threads it draws the same numbers each time. std asks by a weak symbol "to allow
//! interposition"; where the system has no such symbol, a program whose course depends on the order of a hash map
//! is not reproducible, and the verdict says so.

use ::std::cell::Cell;

thread_local! {
    static FIXED: Cell<bool> = const { Cell::new(false) };
}

/// Hash maps of this real thread get the same seeds whenever such a thread makes them.
pub(crate) fn fix_for_this_thread() {
    FIXED.set(true);
}

#[cfg(target_os = "linux")]
#[unsafe(no_mangle)]
extern "C" fn getrandom(buffer: *mut libc::c_void, length: usize, flags: libc::c_uint) -> isize {
    if FIXED.try_with(Cell::get).unwrap_or(false) {
        // SAFETY: the caller hands over a buffer of that length.
        unsafe { ::std::ptr::write_bytes(buffer.cast::<u8>(), 0x2a, length) };
        return length as isize;
    }
    // SAFETY: the same call that the C library makes, with the caller's arguments; it sets errno in the same way.
    unsafe { libc::syscall(libc::SYS_getrandom, buffer, length, flags) as isize }
}
