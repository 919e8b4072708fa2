//! Misconception: what is behind a lock is consistent, also with what is behind another lock.
//! Refused by: race_free

use std::sync::Mutex;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    pub level: u32,
    pub station: u16,
}

pub struct HighWater {
    level: Mutex<Option<u32>>,
    station: Mutex<u16>,
}

impl HighWater {
    pub fn new() -> Self {
        Self {
            level: Mutex::new(None),
            station: Mutex::new(0),
        }
    }

    pub fn record(&self, reading: Reading) -> bool {
        let raises = self.raise_level(reading.level);
        if raises {
            *self.station.lock().unwrap() = reading.station;
        }
        raises
    }

    pub fn highest(&self) -> Option<Reading> {
        let level = (*self.level.lock().unwrap())?;
        let station = *self.station.lock().unwrap();
        Some(Reading { level, station })
    }

    fn raise_level(&self, to: u32) -> bool {
        let mut level = self.level.lock().unwrap();
        let raises = level.is_none_or(|level| to > level);
        if raises {
            *level = Some(to);
        }
        raises
    }
}
