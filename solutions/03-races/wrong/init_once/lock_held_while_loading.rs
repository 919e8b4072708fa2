//! Misconception: one lock round everything is slow, but always right.
//! Refused by: shuts_down

use std::sync::{Mutex, MutexGuard, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

pub struct Settings {
    loaded: Mutex<Option<String>>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            loaded: Mutex::new(None),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        let mut loaded = self.loaded();
        if let Some(settings) = &*loaded {
            return Ok(settings.clone());
        }
        let settings = load()?;
        *loaded = Some(settings.clone());
        Ok(settings)
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded().clone()
    }

    /// A load that panicked has changed nothing: the settings behind the lock are sound.
    fn loaded(&self) -> MutexGuard<'_, Option<String>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
