//! Loaded once: a cell for the result, and a lock for the turn to load.

use std::sync::{Mutex, OnceLock, PoisonError};

/// Why the settings could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

/// The settings of one service.
pub struct Settings {
    /// Written once, read without waiting.
    ///
    /// Not `get_or_init` alone: that cannot fail.
    loaded: OnceLock<String>,
    /// Held by the one thread that loads.
    ///
    /// Not a lock round the settings: `peek` would have to wait for it.
    turn: Mutex<()>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            loaded: OnceLock::new(),
            turn: Mutex::new(()),
        }
    }

    /// Looks, waits for the turn, and looks again: the thread that had the turn before may have loaded.
    ///
    /// A load that panics poisons the lock. It guards no data that could be half changed, so that says nothing.
    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        if let Some(settings) = self.peek() {
            return Ok(settings);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = self.peek() {
            return Ok(settings);
        }
        let settings = load()?;
        Ok(self.loaded.get_or_init(|| settings).clone())
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.get().cloned()
    }
}
