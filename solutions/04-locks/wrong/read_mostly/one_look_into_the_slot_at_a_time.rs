//! Misconception: `try_lock` fails only while the value is being computed.
//! Refused by: race_free

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    slots: RwLock<HashMap<K, Slot<V>>>,
}

/// Locked while its value is computed. The value is behind `Arc`, so that it is copied without the lock.
type Slot<V> = Arc<Mutex<Option<Arc<V>>>>;

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            slots: RwLock::new(HashMap::new()),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        let slot = self.slots.read().unwrap().get(key).cloned()?;
        let value = slot.try_lock().ok()?.clone()?;
        Some(V::clone(&value))
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let slot = self.slots.read().unwrap().get(&key).cloned();
        let slot =
            slot.unwrap_or_else(|| self.slots.write().unwrap().entry(key).or_default().clone());
        let value = {
            // Poisoned when an earlier computation panicked: then there is still no value in it.
            let mut value = slot.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(value.get_or_insert_with(|| Arc::new(compute())))
        };
        slot.clear_poison();
        V::clone(&value)
    }
}
