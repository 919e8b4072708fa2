//! Misconception: a lock that guards one value only cannot do any harm when a thread panics.
//! Refused by: shuts_down

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    values: RwLock<HashMap<K, V>>,
    /// One lock for each key, held while its value is computed.
    slots: Mutex<HashMap<K, Arc<Mutex<()>>>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            values: RwLock::new(HashMap::new()),
            slots: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.values.read().unwrap().get(key).cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        let slot = Arc::clone(self.slots.lock().unwrap().entry(key.clone()).or_default());
        let _turn = slot.lock().unwrap();
        if let Some(value) = self.get(&key) {
            return value;
        }
        let value = compute();
        let stored = value.clone();
        self.values.write().unwrap().insert(key, stored);
        value
    }
}
