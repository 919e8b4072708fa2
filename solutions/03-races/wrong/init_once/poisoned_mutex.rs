//! Misconception: `lock().unwrap()` fails only if the data behind the lock is broken.
//! Refused by: shuts_down

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
        let settings = load()?;
        Ok(self.loaded.get_or_init(|| settings).clone())
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.get().cloned()
    }
}
