//! `parking_lot` as the schedule checker sees it: `extern crate model_parking_lot as parking_lot;` in a test crate.
//!
//! What it is and how far it goes is told in `harness::shadow::parking_lot`.

pub use harness::shadow::parking_lot::*;

/// What is not modelled does not compile, and says so.
///
/// ```compile_fail,E0277
/// let lock = model_parking_lot::RwLock::new(0);
/// let guard = lock.upgradable_read();
/// ```
#[cfg(doctest)]
struct NotModelled;
