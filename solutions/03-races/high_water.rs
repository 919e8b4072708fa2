//! The high-water mark: level and station in one word, so that one exchange changes both.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// What a sensor reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub level: u32,
    pub station: u16,
}

/// The highest reading so far.
#[derive(Default)]
pub struct HighWater {
    /// `level + 1` above the lowest 16 bits, the station in them; 0 before the first reading.
    ///
    /// Not two atomics: no ordering makes two stores one step.
    /// `Relaxed` is enough, for the word is all there is to know: it publishes nothing else.
    mark: AtomicU64,
}

impl HighWater {
    pub fn new() -> Self {
        Self::default()
    }

    /// Decides anew for each mark that it finds in the place of the one it looked at.
    ///
    /// `fetch_max` would be shorter, but of two equal levels it lets the higher station win, not the first.
    pub fn record(&self, reading: Reading) -> bool {
        let new = pack(reading);
        let raise = |old| (rank(new) > rank(old)).then_some(new);
        self.mark.fetch_update(Relaxed, Relaxed, raise).is_ok()
    }

    pub fn highest(&self) -> Option<Reading> {
        unpack(self.mark.load(Relaxed))
    }
}

fn pack(reading: Reading) -> u64 {
    (u64::from(reading.level) + 1) << 16 | u64::from(reading.station)
}

fn unpack(mark: u64) -> Option<Reading> {
    let level = rank(mark).checked_sub(1)?;
    Some(Reading {
        level: level as u32,
        station: mark as u16,
    })
}

/// What decides between two marks: the level, and nothing of the station.
fn rank(mark: u64) -> u64 {
    mark >> 16
}
