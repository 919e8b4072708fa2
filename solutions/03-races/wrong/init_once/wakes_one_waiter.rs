//! Misconception: one result is ready, so one thread has to be woken.
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
        let undo = Undo {
            templates: self,
            name,
        };
        let text = compile();
        std::mem::forget(undo);
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
        self.changed.notify_one();
    }
}

/// Takes the claim back if the compiler panics.
struct Undo<'a> {
    templates: &'a Templates,
    name: &'a str,
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        self.templates.states.lock().unwrap().remove(self.name);
        self.templates.changed.notify_all();
    }
}
