//! Misconception: if compare_exchange fails, another thread has done the work.
//! Refused by: race_free

use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub level: u32,
    pub station: u16,
}

pub struct HighWater {
    mark: AtomicU64,
}

impl HighWater {
    pub fn new() -> Self {
        Self {
            mark: AtomicU64::new(0),
        }
    }

    pub fn record(&self, reading: Reading) -> bool {
        let old = self.mark.load(Ordering::SeqCst);
        let new = pack(reading);
        new >> 16 > old >> 16
            && self
                .mark
                .compare_exchange(old, new, Ordering::SeqCst, Ordering::SeqCst)
                .is_ok()
    }

    pub fn highest(&self) -> Option<Reading> {
        unpack(self.mark.load(Ordering::SeqCst))
    }
}

/// `level + 1` above the lowest 16 bits, the station in them; 0 before the first reading.
fn pack(reading: Reading) -> u64 {
    (u64::from(reading.level) + 1) << 16 | u64::from(reading.station)
}

fn unpack(mark: u64) -> Option<Reading> {
    let level = (mark >> 16).checked_sub(1)?;
    Some(Reading {
        level: level as u32,
        station: mark as u16,
    })
}
