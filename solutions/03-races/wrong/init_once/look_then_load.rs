//! Misconception: what was missing at the look is still missing at the insert.
//! Refused by: race_free

use std::sync::Mutex;

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
        if let Some(settings) = self.peek() {
            return Ok(settings);
        }
        // Not under the lock: loading is slow.
        let settings = load()?;
        *self.loaded.lock().unwrap() = Some(settings.clone());
        Ok(settings)
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.lock().unwrap().clone()
    }
}
