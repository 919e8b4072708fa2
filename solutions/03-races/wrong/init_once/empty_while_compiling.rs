//! Misconception: once the work is claimed nobody does it twice, and that is all there is to it.
//! Refused by: race_free

use std::collections::HashMap;
use std::sync::Mutex;

pub struct Templates {
    texts: Mutex<HashMap<String, Option<String>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            texts: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        {
            let mut texts = self.texts.lock().unwrap();
            if let Some(text) = texts.get(name) {
                return text.clone().unwrap_or_default();
            }
            // Mark it, so that no other request compiles it.
            texts.insert(name.to_owned(), None);
        }
        let unmark = Unmark {
            templates: self,
            name,
        };
        let text = compile();
        std::mem::forget(unmark);
        self.texts
            .lock()
            .unwrap()
            .insert(name.to_owned(), Some(text.clone()));
        text
    }
}

/// Takes the mark away if the compiler panics.
struct Unmark<'a> {
    templates: &'a Templates,
    name: &'a str,
}

impl Drop for Unmark<'_> {
    fn drop(&mut self) {
        self.templates.texts.lock().unwrap().remove(self.name);
    }
}
