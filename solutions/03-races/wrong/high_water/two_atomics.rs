//! Misconception: two atomics that are written one after the other belong together.
//! Refused by: race_free

use std::sync::atomic::{AtomicI64, AtomicU16, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub level: u32,
    pub station: u16,
}

pub struct HighWater {
    /// -1 before the first reading.
    level: AtomicI64,
    station: AtomicU16,
}

impl HighWater {
    pub fn new() -> Self {
        Self {
            level: AtomicI64::new(-1),
            station: AtomicU16::new(0),
        }
    }

    pub fn record(&self, reading: Reading) -> bool {
        let level = i64::from(reading.level);
        let raises = self.level.fetch_max(level, Ordering::SeqCst) < level;
        if raises {
            self.station.store(reading.station, Ordering::SeqCst);
        }
        raises
    }

    pub fn highest(&self) -> Option<Reading> {
        let level = u32::try_from(self.level.load(Ordering::SeqCst)).ok()?;
        Some(Reading {
            level,
            station: self.station.load(Ordering::SeqCst),
        })
    }
}
