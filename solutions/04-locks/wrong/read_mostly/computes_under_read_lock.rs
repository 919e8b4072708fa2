//! Misconception: a read lock is in nobody's way.
//! Refused by: race_free, speeds_up

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{OnceLock, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    cells: RwLock<HashMap<K, OnceLock<V>>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            cells: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.cells.read().unwrap().get(key)?.get().cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if !self.cells.read().unwrap().contains_key(&key) {
            self.cells.write().unwrap().entry(key.clone()).or_default();
        }
        // Only a read lock: other readers go on meanwhile.
        let cells = self.cells.read().unwrap();
        cells[&key].get_or_init(compute).clone()
    }
}
