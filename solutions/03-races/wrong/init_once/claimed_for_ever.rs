//! Misconception: a claim ends when its result is entered, and a panic enters a result of its own.
//! Refused by: shuts_down

use std::collections::HashMap;
use std::sync::{Condvar, Mutex};

#[derive(Clone)]
enum State {
    Compiling,
    Ready(String),
}

pub struct Templates {
    states: Mutex<HashMap<String, State>>,
    changed: Condvar,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            states: Mutex::new(HashMap::new()),
            changed: Condvar::new(),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        if let Some(text) = self.find_or_claim(name) {
            return text;
        }
        let text = compile();
        self.set(name, State::Ready(text.clone()));
        text
    }

    /// The text when it is ready; `None` if it is the caller who compiles.
    fn find_or_claim(&self, name: &str) -> Option<String> {
        let mut states = self.states.lock().unwrap();
        loop {
            match states.get(name).cloned() {
                Some(State::Ready(text)) => return Some(text),
                Some(State::Compiling) => states = self.changed.wait(states).unwrap(),
                None => {
                    states.insert(name.to_owned(), State::Compiling);
                    return None;
                }
            }
        }
    }

    fn set(&self, name: &str, state: State) {
        self.states.lock().unwrap().insert(name.to_owned(), state);
        self.changed.notify_all();
    }
}
