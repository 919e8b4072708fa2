//! Misconception: the read guard is gone once the value has been looked up, and a lock can be taken once more anyway.
//! Refused by: behaves, race_free

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
        match self.values.read().unwrap().get(&key) {
            Some(value) => value.clone(),
            None => {
                let value = compute();
                self.values.write().unwrap().insert(key, value.clone());
                value
            }
        }
    }
}
