//! `parking_lot` as the schedule checker sees it: `extern crate model_parking_lot as parking_lot;` in a test crate.
//!
//! What it is and how far it goes is told in `harness::shadow::parking_lot`.

pub use harness::shadow::parking_lot::*;
