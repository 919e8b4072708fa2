//! The compare-exchange loop written out: look, decide, exchange, and begin again with what was found.

use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub level: u32,
    pub station: u16,
}

/// Set in the word once there is a reading.
const RECORDED: u64 = 1 << 63;

pub struct HighWater(AtomicU64);

impl HighWater {
    pub fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    pub fn record(&self, reading: Reading) -> bool {
        let new = RECORDED | u64::from(reading.level) << 16 | u64::from(reading.station);
        let mut old = self.0.load(Ordering::Acquire);
        loop {
            if shown(old).is_some_and(|mark| mark.level >= reading.level) {
                return false;
            }
            match self
                .0
                .compare_exchange_weak(old, new, Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => return true,
                Err(found) => old = found,
            }
        }
    }

    pub fn highest(&self) -> Option<Reading> {
        shown(self.0.load(Ordering::Acquire))
    }
}

fn shown(word: u64) -> Option<Reading> {
    let reading = Reading {
        level: (word >> 16) as u32,
        station: word as u16,
    };
    (word & RECORDED != 0).then_some(reading)
}
