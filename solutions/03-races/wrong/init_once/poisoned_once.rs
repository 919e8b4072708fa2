//! Misconception: `Once` runs its closure until it succeeds.
//! Refused by: shuts_down

use std::collections::HashMap;
use std::sync::{Arc, Mutex, Once};

struct Template {
    compiled: Once,
    text: Mutex<String>,
}

pub struct Templates {
    by_name: Mutex<HashMap<String, Arc<Template>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            by_name: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        let template = self.template(name);
        template.compiled.call_once(|| {
            let text = compile();
            *template.text.lock().unwrap() = text;
        });
        template.text.lock().unwrap().clone()
    }

    fn template(&self, name: &str) -> Arc<Template> {
        let mut by_name = self.by_name.lock().unwrap();
        let new = || {
            Arc::new(Template {
                compiled: Once::new(),
                text: Mutex::new(String::new()),
            })
        };
        Arc::clone(by_name.entry(name.to_owned()).or_insert_with(new))
    }
}
