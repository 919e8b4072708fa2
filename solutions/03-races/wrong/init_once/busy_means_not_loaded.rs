//! Misconception: a lock that is taken means that the work is not done yet.
//! Refused by: race_free

use std::sync::{Mutex, PoisonError, TryLockError};

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
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = &*loaded {
            return Ok(settings.clone());
        }
        let settings = load()?;
        *loaded = Some(settings.clone());
        Ok(settings)
    }

    pub fn peek(&self) -> Option<String> {
        // Never waits: while a thread loads, the lock is taken.
        match self.loaded.try_lock() {
            Ok(loaded) => loaded.clone(),
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner().clone(),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}
