//! Misconception: one lock round everything is slow, but always right.
//! Refused by: shuts_down

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

pub struct Templates {
    texts: Mutex<HashMap<String, String>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            texts: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        // A compiler that panicked has entered nothing: the list is sound.
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.entry(name.to_owned()).or_insert_with(compile).clone()
    }
}
