//! Misconception: `entry` makes it one step, so the lock has to be held for all of it.
//! Refused by: race_free, shuts_down, speeds_up

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::RwLock;

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    values: RwLock<HashMap<K, V>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            values: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.values.read().unwrap().get(key).cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        let mut values = self.values.write().unwrap();
        values.entry(key).or_insert_with(compute).clone()
    }
}
