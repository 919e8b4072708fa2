//! Misconception: two things that are set in the same function are set together.
//! Refused by: race_free

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

#[derive(Default)]
pub struct Settings {
    there: AtomicBool,
    text: Mutex<String>,
    turn: Mutex<()>,
}

impl Settings {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(settings) = self.peek() {
            return Ok(settings);
        }
        let settings = load()?;
        self.there.store(true, Ordering::Release);
        *self.text.lock().unwrap() = settings.clone();
        Ok(settings)
    }

    pub fn peek(&self) -> Option<String> {
        let there = self.there.load(Ordering::Acquire);
        there.then(|| self.text.lock().unwrap().clone())
    }
}
