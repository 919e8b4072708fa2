//! One mutex and one condition variable: the settings are absent, being loaded, or there.

use std::sync::{Condvar, Mutex};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

enum State {
    Absent,
    /// A thread loads them, outside the lock.
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
        let mut claim = Claim {
            settings: self,
            then: State::Absent,
        };
        let loaded = load()?;
        claim.then = State::There(loaded.clone());
        Ok(loaded)
    }

    pub fn peek(&self) -> Option<String> {
        match &*self.state.lock().unwrap() {
            State::There(settings) => Some(settings.clone()),
            _ => None,
        }
    }

    /// The settings, once nobody loads them; `None` if it is the caller who is to load.
    fn find_or_claim(&self) -> Option<String> {
        let loading = |state: &mut State| matches!(state, State::Loading);
        let mut state = self
            .changed
            .wait_while(self.state.lock().unwrap(), loading)
            .unwrap();
        if let State::There(settings) = &*state {
            return Some(settings.clone());
        }
        *state = State::Loading;
        None
    }
}

/// The right to load, given up when dropped: after a load, an error or a panic.
struct Claim<'a> {
    settings: &'a Settings,
    then: State,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        let then = std::mem::replace(&mut self.then, State::Absent);
        *self.settings.state.lock().unwrap() = then;
        self.settings.changed.notify_all();
    }
}
