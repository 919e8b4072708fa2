//! Misconception: `get` must not wait, so it gives up when the lock is busy.
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
        self.cells.try_read().ok()?.get(key)?.get().cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let known = self.cells.read().unwrap().get(&key).cloned();
        let cell = known.unwrap_or_else(|| {
            let mut cells = self.cells.write().unwrap();
            Arc::clone(cells.entry(key).or_default())
        });
        cell.get_or_init(compute).clone()
    }
}
