//! Misconception: if a key's lock is busy, its value is still being computed.
//! Refused by: race_free

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    slots: RwLock<HashMap<K, Slot<V>>>,
}

/// Locked for writing while its value is computed.
type Slot<V> = Arc<RwLock<Option<V>>>;

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            slots: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        let slot = self.slots.read().unwrap().get(key).cloned()?;
        let value = slot.try_read().ok()?;
        value.clone()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        if let Some(value) = self.get(&key) {
            return value;
        }
        let slot = Arc::clone(self.slots.write().unwrap().entry(key).or_default());
        // Poisoned when an earlier computation panicked: then there is still no value in it.
        let mut value = slot.write().unwrap_or_else(PoisonError::into_inner);
        let value = value.get_or_insert_with(compute).clone();
        slot.clear_poison();
        value
    }
}
