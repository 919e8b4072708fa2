//! Shadows of other crates: the same two modes behind the names of `parking_lot` and `crossbeam`.
//!
//! A test crate reaches them through the packages `model_parking_lot` and `model_crossbeam`:
//! `extern crate model_crossbeam as crossbeam;`.

pub mod crossbeam;
#[cfg(feature = "parking_lot")]
pub mod parking_lot;
