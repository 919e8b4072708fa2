//! Misconception: a number that is stored in a u64 is computed in a u64.
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

/// Set in the word once there is a reading.
const RECORDED: u64 = 1 << 63;

fn pack(reading: Reading) -> u64 {
    RECORDED | (reading.level << 16 | u32::from(reading.station)) as u64
}

fn unpack(mark: u64) -> Option<Reading> {
    if mark & RECORDED == 0 {
        return None;
    }
    Some(Reading {
        level: (mark >> 16) as u32,
        station: mark as u16,
    })
}
