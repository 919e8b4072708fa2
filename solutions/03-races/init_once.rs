//! Compiled once: a lock for the list of templates, a cell for each of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// The templates compiled so far, by name.
pub struct Templates {
    /// A cell is entered before its template is compiled, so that all who ask find the same one.
    ///
    /// Behind an `Arc`, so that nobody holds the list's lock while a template is compiled or waited for.
    cells: Mutex<HashMap<String, Arc<OnceLock<String>>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self {
            cells: Mutex::default(),
        }
    }

    /// `get_or_init` runs one caller's closure, lets the others wait, and after a panic lets the next one try.
    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        self.cell(name).get_or_init(compile).clone()
    }

    fn cell(&self, name: &str) -> Arc<OnceLock<String>> {
        let mut cells = self
            .cells
            .lock()
            .expect("no compiler runs under this lock, so none panics");
        Arc::clone(cells.entry(name.to_owned()).or_default())
    }
}
