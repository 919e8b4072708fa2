//! Misconception: the lines after a call are always reached.
//! Refused by: shuts_down

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Condvar, Mutex, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K, V> {
    values: RwLock<HashMap<K, V>>,
    /// The keys that somebody computes.
    computing: Mutex<HashSet<K>>,
    ended: Condvar,
}

impl<K: Clone + Eq + Hash, V: Clone> Cache<K, V> {
    pub fn new() -> Self {
        Cache {
            values: RwLock::new(HashMap::new()),
            computing: Mutex::new(HashSet::new()),
            ended: Condvar::new(),
        }
    }

    pub fn get(&self, key: &K) -> Option<V> {
        self.values.read().unwrap().get(key).cloned()
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let mut computing = self.computing.lock().unwrap();
        loop {
            if let Some(value) = self.get(&key) {
                return value;
            }
            if computing.insert(key.clone()) {
                break;
            }
            computing = self.ended.wait(computing).unwrap();
        }
        drop(computing);

        let value = compute();
        let stored = value.clone();
        self.values.write().unwrap().insert(key.clone(), stored);
        self.computing.lock().unwrap().remove(&key);
        self.ended.notify_all();
        value
    }
}
