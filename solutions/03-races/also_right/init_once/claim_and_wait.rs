//! One mutex and one condition variable: a template is absent, claimed or ready.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, MutexGuard};

#[derive(Clone)]
enum State {
    /// A thread compiles it, outside the lock.
    Claimed,
    Ready(String),
}

type States = HashMap<String, State>;

#[derive(Default)]
pub struct Templates {
    states: Mutex<States>,
    changed: Condvar,
}

impl Templates {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        if let Some(text) = self.find_or_claim(name) {
            return text;
        }
        let mut claim = Claim {
            templates: self,
            name,
            text: None,
        };
        let text = compile();
        claim.text = Some(text.clone());
        text
    }

    /// The text, once no other thread compiles it; `None` if the caller is to compile it.
    fn find_or_claim(&self, name: &str) -> Option<String> {
        let mut states = self.states();
        loop {
            match states.get(name).cloned() {
                Some(State::Ready(text)) => return Some(text),
                Some(State::Claimed) => states = self.changed.wait(states).unwrap(),
                None => {
                    states.insert(name.to_owned(), State::Claimed);
                    return None;
                }
            }
        }
    }

    fn states(&self) -> MutexGuard<'_, States> {
        self.states.lock().unwrap()
    }
}

/// The right to compile a template, given up when dropped, in a panic too.
struct Claim<'a> {
    templates: &'a Templates,
    name: &'a str,
    text: Option<String>,
}

impl Drop for Claim<'_> {
    /// Wakes all who wait: the condition variable is shared by the waiters for every name.
    fn drop(&mut self) {
        let mut states = self.templates.states();
        match self.text.take() {
            Some(text) => states.insert(self.name.to_owned(), State::Ready(text)),
            None => states.remove(self.name),
        };
        drop(states);
        self.templates.changed.notify_all();
    }
}
