//! Misconception: a value is made once if only one result is kept.
//! Refused by: race_free

use std::sync::OnceLock;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

pub struct Settings {
    loaded: OnceLock<String>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            loaded: OnceLock::new(),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        if let Some(settings) = self.loaded.get() {
            return Ok(settings.clone());
        }
        let settings = load()?;
        // If another thread was faster, its settings stay, and everybody has the same.
        Ok(self.loaded.get_or_init(|| settings).clone())
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.get().cloned()
    }
}
