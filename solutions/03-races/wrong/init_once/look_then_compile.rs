//! Misconception: what was missing at the look is still missing at the insert.
//! Refused by: race_free

use std::collections::HashMap;
use std::sync::Mutex;

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
        if let Some(text) = self.texts.lock().unwrap().get(name) {
            return text.clone();
        }
        // Not under the lock: compiling is slow.
        let text = compile();
        self.texts
            .lock()
            .unwrap()
            .insert(name.to_owned(), text.clone());
        text
    }
}
