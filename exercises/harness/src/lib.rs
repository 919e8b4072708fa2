//! Test support of the workbook, and a `std` to stand in for the real one.
//!
//! A test crate says `extern crate harness as std;`. From then on every `std::…` in it, the reader's
//! own file included, means this crate: `std` with its threads, locks, channels, atomics and clock
//! replaced by ones that have two modes, chosen at run time:
//!
//! - inside [`model::check`] they are *modelled*: the checker decides which thread takes the next step, tries
//!   schedule after schedule, and explains the one that breaks the program;
//! - elsewhere they pass through to the real ones, and tell the [`gauge`] who waits for whom.
//!
//! So one compilation of the reader's unchanged file serves every kind of test.
//!
//! | module | holds |
//! |---|---|
//! | [`model`] | the schedule checker |
//! | [`sync`], [`thread`], [`time`], [`cell`], [`hint`], [`panic`](mod@panic), [`process`] | the shadow of std |
//! | [`shadow`] | the same for `parking_lot` and `crossbeam` |
//! | [`gauge`] | did work happen at the same time? |
//! | [`witness`] | dropped once, no thread left behind, how many in flight |
//! | `protocol`, `watchdog`, `memory`, `threads`, `panics` | what frames a test: records, limits, findings |
//!
//! # Invariants
//!
//! - The checker's code never runs the reader's code while it holds its own state.
//! - In a modelled run nothing blocks the real thread: a primitive either goes through or gives the processor back.
//! - What is not modelled says so ([`report::FindingKind::NotModelled`]); it is never waved through.
//! - No verdict depends on real time, on addresses or on the order of a hash map.

pub use ::std::*;

/// The true standard library, for the book-keeping of tests.
pub use ::std as real;

pub use harness_macros::test;
pub use protocol::run_test;
pub use watchdog::time_limit;

mod abort;
#[doc(hidden)]
pub mod auto_traits;
pub mod cell;
pub mod gauge;
mod hashes;
pub mod hint;
mod local;
mod memory;
pub mod model;
mod packet;
pub mod panic;
mod panics;
pub mod process;
mod protocol;
mod scope;
pub mod shadow;
pub mod sync;
pub mod thread;
mod threads;
pub mod time;
mod watchdog;
pub mod witness;

use report::FindingKind;

/// A primitive that was made outside the checked closure, or a `static`, still carries an earlier run's state.
pub(crate) fn outlived(kind: &str) -> ! {
    let message = format!(
        "A {kind} is used that an earlier schedule has used before: it is a `static`, or was made outside the checked \
         closure, and what is in it cannot be put back. Each schedule has to start afresh: make it inside and share it \
         with an Arc."
    );
    model::ops::refuse(FindingKind::NotModelled, message)
}

/// The checker cannot follow this operation.
pub(crate) fn not_modelled(what: &str) -> ! {
    let message = format!("The program uses {what}, which the schedule checker does not model.");
    model::ops::refuse(FindingKind::NotModelled, message)
}
