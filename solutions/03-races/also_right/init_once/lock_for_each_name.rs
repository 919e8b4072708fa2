//! Each template has a mutex, held while it is compiled: who comes later waits at the mutex.
//!
//! A panic poisons that mutex. What it guards is still `None`, and so the poison says nothing and is passed over.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

type Slot = Arc<Mutex<Option<String>>>;

pub struct Templates {
    slots: RwLock<HashMap<String, Slot>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            slots: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        let slot = self.find(name).unwrap_or_else(|| self.enter(name));
        let mut text = slot.lock().unwrap_or_else(PoisonError::into_inner);
        text.get_or_insert_with(compile).clone()
    }

    fn find(&self, name: &str) -> Option<Slot> {
        self.slots.read().unwrap().get(name).cloned()
    }

    /// Looks again, by `entry`: another thread may have entered the name since `find`.
    fn enter(&self, name: &str) -> Slot {
        self.slots
            .write()
            .unwrap()
            .entry(name.to_owned())
            .or_default()
            .clone()
    }
}
