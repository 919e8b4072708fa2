//! A counting allocator with a cap, so that a program that eats memory gets a verdict instead of the machine.
//!
//! Two relaxed atomic additions an allocation and its release. The report is made ready at the start of
//! the process: at the cap there is no memory to make it from.

use crate::protocol;
use report::{Finding, FindingKind, Record};
use std::alloc::{GlobalAlloc, Layout, System};
use std::fs::File;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes that a test process may hold at the same time.
pub(crate) const CAP: usize = 1 << 30;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static LAST_WORDS: OnceLock<LastWords> = OnceLock::new();

#[global_allocator]
static ALLOCATOR: Capped = Capped;

struct Capped;

/// The finished report, as bytes, and where it goes.
struct LastWords {
    descriptor: i32,
    bytes: Vec<u8>,
}

/// Bytes allocated and not yet released, in the whole process.
pub fn live_bytes() -> usize {
    LIVE.load(Ordering::Relaxed)
}

/// Makes the report ready: for the grader's file, or for standard error.
pub(crate) fn prepare(grader: Option<&File>) {
    let message = "The program holds more than 1 GiB of memory at the same time. \
                   Something grows without a bound: a queue that is filled faster than it is emptied, \
                   a collection that nothing is ever taken out of, or one far too large from the start.";
    let finding = Finding {
        kind: FindingKind::Memory,
        message: message.to_string(),
        schedule: None,
    };
    let words = match grader {
        Some(file) => LastWords {
            descriptor: descriptor(file),
            bytes: protocol::line(&Record::Finding(Box::new(finding))).into(),
        },
        None => LastWords {
            descriptor: 2,
            bytes: report::text::finding(&finding, report::text::WIDTH).into(),
        },
    };
    let _ = LAST_WORDS.set(words);
}

// SAFETY: every call is System's own, with the same arguments; the counting touches no memory of the caller's.
unsafe impl GlobalAlloc for Capped {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        grow(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Ordering::Relaxed);
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        match size.checked_sub(layout.size()) {
            Some(more) => grow(more),
            None => _ = LIVE.fetch_sub(layout.size() - size, Ordering::Relaxed),
        }
        unsafe { System.realloc(at, layout, size) }
    }
}

fn grow(size: usize) {
    if LIVE.fetch_add(size, Ordering::Relaxed).saturating_add(size) > CAP {
        over()
    }
}

/// Without an allocation, a lock or a formatter from here on.
#[cold]
fn over() {
    // Before the first test there is no cap: whatever runs then is not the reader's.
    let Some(words) = LAST_WORDS.get() else {
        return;
    };
    // SAFETY: pointer and length are those of a vector that is never changed again.
    unsafe {
        libc::write(
            words.descriptor,
            words.bytes.as_ptr().cast(),
            words.bytes.len(),
        )
    };
    protocol::leave()
}

#[cfg(unix)]
fn descriptor(file: &File) -> i32 {
    std::os::fd::AsRawFd::as_raw_fd(file)
}

#[cfg(not(unix))]
fn descriptor(_file: &File) -> i32 {
    2
}
