//! Misconception: an empty value can stand for a value that isn't there yet.
//! Refused by: behaves

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

pub struct Templates {
    texts: Mutex<HashMap<String, Arc<Mutex<String>>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            texts: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        let text = Arc::clone(
            self.texts
                .lock()
                .unwrap()
                .entry(name.to_owned())
                .or_default(),
        );
        let mut text = text.lock().unwrap_or_else(PoisonError::into_inner);
        if text.is_empty() {
            *text = compile();
        }
        text.clone()
    }
}
