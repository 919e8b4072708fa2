//! One lock for the turn, held while somebody loads, and another for the result, held for a moment.
//!
//! Every caller queues for the turn, even when the settings are there. That is right, and slower than it need be.

use std::sync::{Mutex, RwLock};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

#[derive(Default)]
pub struct Settings {
    turn: Mutex<()>,
    loaded: RwLock<Option<String>>,
}

impl Settings {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        let _turn = match self.turn.lock() {
            Ok(turn) => turn,
            Err(poisoned) => {
                // An earlier load panicked, before it had changed anything.
                self.turn.clear_poison();
                poisoned.into_inner()
            }
        };
        if let Some(settings) = self.peek() {
            return Ok(settings);
        }
        let settings = load()?;
        *self.loaded.write().unwrap() = Some(settings.clone());
        Ok(settings)
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.read().unwrap().clone()
    }
}
