//! Finished values in a map of their own behind a `RwLock`; beside it a gate for each key, a plain mutex
//! that is held while the key is computed. Whoever comes through the gate looks again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

pub struct Cache<K, V> {
    values: RwLock<HashMap<K, V>>,
    gates: Mutex<HashMap<K, Arc<Mutex<()>>>>,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            values: RwLock::new(HashMap::new()),
            gates: Mutex::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.values.read().unwrap().get(key).cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        let gate = self.gate(&key);
        // Poisoned when an earlier computation panicked. It guards nothing that could be half done.
        let _turn = gate.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(value) = self.get(&key) {
            return value;
        }
        let value = compute();
        let stored = value.clone();
        self.values.write().unwrap().insert(key, stored);
        value
    }

    fn gate(&self, key: &K) -> Arc<Mutex<()>> {
        let mut gates = self.gates.lock().unwrap();
        gates.entry(key.clone()).or_default().clone()
    }
}
