//! Misconception: one lock for all computations keeps them out of the readers' way, and that is all that matters.
//! Refused by: race_free, speeds_up

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    values: RwLock<HashMap<K, V>>,
    /// Held while a value is computed.
    computing: Mutex<()>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            values: RwLock::new(HashMap::new()),
            computing: Mutex::new(()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.values.read().unwrap().get(key).cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        let _turn = self
            .computing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = self.get(&key) {
            return value;
        }
        let value = compute();
        let stored = value.clone();
        self.values.write().unwrap().insert(key, stored);
        value
    }
}
