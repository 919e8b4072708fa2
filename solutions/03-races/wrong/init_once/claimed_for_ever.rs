//! Misconception: every way out of a function passes its last lines.
//! Refused by: shuts_down

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
        let result = load();
        self.set(match &result {
            Ok(settings) => State::There(settings.clone()),
            Err(_) => State::Absent,
        });
        result
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
