//! Misconception: a fresh value is never worse than a stored one.
//! Refused by: behaves

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
        let value = compute();
        let stored = value.clone();
        self.values.write().unwrap().insert(key, stored);
        value
    }
}
