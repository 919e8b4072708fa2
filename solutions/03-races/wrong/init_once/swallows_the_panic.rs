//! Misconception: a panic is an error that somebody forgot to return.
//! Refused by: behaves

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock};

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
        let _turn = self.turn.lock().unwrap();
        if let Some(settings) = self.loaded.get() {
            return Ok(settings.clone());
        }
        // A panic would poison the lock.
        let settings = catch_unwind(AssertUnwindSafe(load))
            .unwrap_or_else(|_| Err(LoadError("the load panicked".to_owned())))?;
        Ok(self.loaded.get_or_init(|| settings).clone())
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.get().cloned()
    }
}
