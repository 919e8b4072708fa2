//! Misconception: a place has to be taken in the map before the value is computed, and nobody looks until it is filled.
//! Refused by: race_free

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::RwLock;

/// Values by key, each computed when it is first asked for. `None` while it is being computed.
pub struct Cache<K, V> {
    values: RwLock<HashMap<K, Option<V>>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            values: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.values.read().unwrap().get(key).cloned().flatten()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        self.values.write().unwrap().insert(key.clone(), None);
        let value = compute();
        let stored = value.clone();
        self.values.write().unwrap().insert(key, Some(stored));
        value
    }
}
