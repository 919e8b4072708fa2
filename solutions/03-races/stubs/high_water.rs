//! # The high-water mark
//!
//! Sensors along a river report their levels, a thread a sensor, and the display shows the highest level so far and the
//! station that measured it.
//! The old program kept the level and the station in two variables.
//! After the last flood it showed the right level, at a station that had stayed dry.
//!
//! Reports come in very often, and nearly none of them raises the mark: those should cost one look and no wait.
//! A lock gives right answers and passes; the display's authors hope for one atomic word.
//!
//! The rule: whether a reading raises the mark is decided by the mark that it replaces, and by no older one.
//!
//! What may not happen:
//!
//! - a higher reading is lost, or the mark falls;
//! - a level is shown with another reading's station;
//! - two readings claim to have set the same mark.

/// What a sensor reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Millimetres over the bed of the river; a dry river reports 0.
    pub level: u32,
    /// The number of the station that measured it.
    pub station: u16,
}

/// The highest reading so far.
///
/// All sensors share it by reference.
pub struct HighWater {}

impl HighWater {
    /// No reading yet.
    pub fn new() -> Self {
        todo!("start without a reading")
    }

    /// Takes note of a reading, and returns whether it raised the mark.
    ///
    /// The first reading does, whatever its level.
    /// A reading that only equals the mark does not: the station that came first stays.
    pub fn record(&self, reading: Reading) -> bool {
        todo!("raise the mark to {reading:?} if that is higher")
    }

    /// The reading that set the mark; `None` before the first.
    pub fn highest(&self) -> Option<Reading> {
        todo!("show the mark and its station")
    }
}
