//! Misconception: the read guard is gone as soon as `if let` has found something.
//! Refused by: race_free

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    cells: RwLock<HashMap<K, Arc<OnceLock<V>>>>,
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
        if let Some(cell) = self.cells.read().unwrap().get(&key) {
            return cell.get_or_init(compute).clone();
        }
        let cell = Arc::clone(self.cells.write().unwrap().entry(key).or_default());
        cell.get_or_init(compute).clone()
    }
}
