//! Misconception: who gets the lock is the first.
//! Refused by: race_free

use std::sync::{Mutex, OnceLock, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

pub struct Settings {
    loaded: OnceLock<String>,
    turn: Mutex<()>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            loaded: OnceLock::new(),
            turn: Mutex::new(()),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        if let Some(settings) = self.loaded.get() {
            return Ok(settings.clone());
        }
        // One thread at a time loads.
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let settings = load()?;
        Ok(self.loaded.get_or_init(|| settings).clone())
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.get().cloned()
    }
}
