//! Misconception: a mutex that is held only for a copy is as good as a read lock.
//! Refused by: speeds_up

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, OnceLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    cells: Mutex<HashMap<K, Arc<OnceLock<V>>>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            cells: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.cells.lock().unwrap().get(key)?.get().cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        let cell = Arc::clone(self.cells.lock().unwrap().entry(key).or_default());
        cell.get_or_init(compute).clone()
    }
}
