//! Misconception: a value is computed once if only one result is kept.
//! Refused by: race_free

use std::collections::HashMap;
use std::sync::RwLock;

pub struct Templates {
    texts: RwLock<HashMap<String, String>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            texts: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        if let Some(text) = self.find(name) {
            return text;
        }
        let text = compile();
        // If another request was faster, its text stays, and everybody has the same one.
        let mut texts = self.texts.write().unwrap();
        texts.entry(name.to_owned()).or_insert(text).clone()
    }

    fn find(&self, name: &str) -> Option<String> {
        self.texts.read().unwrap().get(name).cloned()
    }
}
