//! Misconception: nobody has to be told that nothing came of it.
//! Refused by: race_free, shuts_down

use std::sync::{Condvar, Mutex};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

#[derive(Clone)]
enum State {
    Absent,
    Loading,
    There(String),
}

pub struct Settings {
    state: Mutex<State>,
    changed: Condvar,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            state: Mutex::new(State::Absent),
            changed: Condvar::new(),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        if let Some(settings) = self.find_or_claim() {
            return Ok(settings);
        }
        let absent = Absent { settings: self };
        let loaded = load()?;
        std::mem::forget(absent);
        self.set(State::There(loaded.clone()));
        Ok(loaded)
    }

    pub fn peek(&self) -> Option<String> {
        match self.state.lock().unwrap().clone() {
            State::There(settings) => Some(settings),
            _ => None,
        }
    }

    /// The settings; `None` if it is the caller who loads.
    fn find_or_claim(&self) -> Option<String> {
        let mut state = self.state.lock().unwrap();
        while let State::Loading = *state {
            state = self.changed.wait(state).unwrap();
        }
        if let State::There(settings) = &*state {
            return Some(settings.clone());
        }
        *state = State::Loading;
        None
    }

    fn set(&self, state: State) {
        *self.state.lock().unwrap() = state;
        self.changed.notify_all();
    }
}

/// Gives the claim back when a load fails or panics.
struct Absent<'a> {
    settings: &'a Settings,
}

impl Drop for Absent<'_> {
    fn drop(&mut self) {
        *self.settings.state.lock().unwrap() = State::Absent;
    }
}
