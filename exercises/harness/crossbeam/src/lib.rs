//! `crossbeam` as the schedule checker sees it: `extern crate model_crossbeam as crossbeam;` in a test crate.
//!
//! What it is and how far it goes is told in `harness::shadow::crossbeam`.

pub use harness::shadow::crossbeam::*;
