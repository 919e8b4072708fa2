//! Misconception: no sensor reports a zero, so zero can stand for no reading.
//! Refused by: behaves

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
        let new = pack(reading);
        let raise = |old| (new >> 16 > old >> 16).then_some(new);
        self.mark
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, raise)
            .is_ok()
    }

    pub fn highest(&self) -> Option<Reading> {
        unpack(self.mark.load(Ordering::SeqCst))
    }
}

/// The level above the lowest 16 bits, the station in them; 0 before the first reading.
fn pack(reading: Reading) -> u64 {
    u64::from(reading.level) << 16 | u64::from(reading.station)
}

fn unpack(mark: u64) -> Option<Reading> {
    if mark == 0 {
        return None;
    }
    Some(Reading {
        level: (mark >> 16) as u32,
        station: mark as u16,
    })
}
