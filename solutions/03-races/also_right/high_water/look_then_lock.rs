//! Most reports leave after one look at an atomic floor; only a possible new mark takes the lock, and looks again.
//!
//! The floor never runs ahead of the mark, so a report that it turns away could not have raised the mark.

use std::sync::RwLock;
use std::sync::atomic::{AtomicU64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub level: u32,
    pub station: u16,
}

pub struct HighWater {
    /// One more than the level of some mark that was set; 0 before the first.
    floor: AtomicU64,
    mark: RwLock<Option<Reading>>,
}

impl HighWater {
    pub fn new() -> Self {
        Self {
            floor: AtomicU64::new(0),
            mark: RwLock::new(None),
        }
    }

    pub fn record(&self, reading: Reading) -> bool {
        if u64::from(reading.level) < self.floor.load(Ordering::Acquire) {
            return false;
        }
        let mut mark = self.mark.write().unwrap();
        if mark.is_some_and(|mark| mark.level >= reading.level) {
            return false;
        }
        *mark = Some(reading);
        self.floor
            .store(u64::from(reading.level) + 1, Ordering::Release);
        true
    }

    pub fn highest(&self) -> Option<Reading> {
        *self.mark.read().unwrap()
    }
}
