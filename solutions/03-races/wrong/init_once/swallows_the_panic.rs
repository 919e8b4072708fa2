//! Misconception: a failed value is a value too, and spares the next caller the failure.
//! Refused by: behaves

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock};

pub struct Templates {
    cells: Mutex<HashMap<String, Arc<OnceLock<String>>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            cells: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        let cell = Arc::clone(
            self.cells
                .lock()
                .unwrap()
                .entry(name.to_owned())
                .or_default(),
        );
        let text = cell.get_or_init(|| {
            // A panic must not spoil the cell.
            catch_unwind(AssertUnwindSafe(compile)).unwrap_or_default()
        });
        text.clone()
    }
}
