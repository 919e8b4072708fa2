//! `crossbeam` as the schedule checker sees it: `extern crate model_crossbeam as crossbeam;` in a test crate.
//!
//! What it is and how far it goes is told in `harness::shadow::crossbeam`.

pub use harness::shadow::crossbeam::*;

/// What is not modelled does not compile, and says so.
///
/// ```compile_fail,E0277
/// fn take(_: model_crossbeam::deque::Worker<u32>) {}
/// ```
///
/// ```compile_fail,E0277
/// static TOTAL: Option<model_crossbeam::atomic::AtomicCell<u32>> = None;
/// ```
///
/// ```compile_fail
/// model_crossbeam::select! { recv(channel) => {} }
/// ```
#[cfg(doctest)]
struct NotModelled;
