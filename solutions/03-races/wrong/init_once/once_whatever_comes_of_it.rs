//! Misconception: `Once` runs its closure until it succeeds.
//! Refused by: behaves

use std::sync::{Mutex, Once};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

pub struct Settings {
    once: Once,
    loaded: Mutex<Option<String>>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            once: Once::new(),
            loaded: Mutex::new(None),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        let mut failed = None;
        self.once.call_once(|| match load() {
            Ok(settings) => *self.loaded.lock().unwrap() = Some(settings),
            Err(error) => failed = Some(error),
        });
        match failed {
            Some(error) => Err(error),
            None => Ok(self.peek().expect("the settings have been loaded")),
        }
    }

    pub fn peek(&self) -> Option<String> {
        self.loaded.lock().unwrap().clone()
    }
}
