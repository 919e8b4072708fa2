//! A cache in two steps: a short look into the map for the key's cell, then a wait at that cell alone.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    /// A cell for each key that was ever asked for; empty while its value is being computed.
    /// The cells are behind `Arc`, so that a thread can take one along and let go of the map.
    cells: RwLock<HashMap<K, Cell<V>>>,
}

/// Runs one computation at a time, and lets the next caller try when one panics.
type Cell<V> = Arc<OnceLock<V>>;

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    /// An empty cache.
    pub fn new() -> Self {
        Cache {
            cells: RwLock::new(HashMap::new()),
        }
    }

    /// The value of `key` if it has been computed. Never waits for one that is being computed.
    pub fn get(&self, key: &K) -> Option<V> {
        self.find(key)?.get().cloned()
    }

    /// The value of `key`; if there is none yet, the one that `compute` returns.
    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        // No lock on the map is held from here on.
        let cell = self.find(&key).unwrap_or_else(|| self.find_or_make(key));
        cell.get_or_init(compute).clone()
    }

    /// The guard is gone when this returns: the `Arc` is what the caller keeps.
    fn find(&self, key: &K) -> Option<Cell<V>> {
        self.cells.read().unwrap().get(key).cloned()
    }

    /// Looks again, now under the write lock: somebody may have made the cell since `find` said no.
    fn find_or_make(&self, key: K) -> Cell<V> {
        self.cells.write().unwrap().entry(key).or_default().clone()
    }
}
