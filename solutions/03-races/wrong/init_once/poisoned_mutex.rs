//! Misconception: `lock().unwrap()` fails only if something is wrong with the data.
//! Refused by: shuts_down

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

pub struct Templates {
    slots: Mutex<HashMap<String, Arc<Mutex<Option<String>>>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            slots: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        let slot = Arc::clone(
            self.slots
                .lock()
                .unwrap()
                .entry(name.to_owned())
                .or_default(),
        );
        let mut text = slot.lock().unwrap();
        if text.is_none() {
            *text = Some(compile());
        }
        text.clone().unwrap()
    }
}
