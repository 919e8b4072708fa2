//! Misconception: a failure is a result like any other, and is found once.
//! Refused by: behaves

use std::sync::OnceLock;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

pub struct Settings {
    loaded: OnceLock<Result<String, LoadError>>,
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
        self.loaded.get_or_init(load).clone()
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.get()?.clone().ok()
    }
}
