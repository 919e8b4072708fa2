//! Misconception: whoever waits for a computation gets a value.
//! Refused by: shuts_down

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Condvar, Mutex, RwLock};

/// Values by key, each computed when it is first asked for.
pub struct Cache<K: Clone + Eq + Hash, V> {
    values: RwLock<HashMap<K, V>>,
    computing: Mutex<HashSet<K>>,
    ended: Condvar,
}

/// "I am computing this key", taken back on drop.
struct Mark<'a, K: Clone + Eq + Hash, V> {
    cache: &'a Cache<K, V>,
    key: K,
}

impl<K: Clone + Eq + Hash, V> Drop for Mark<'_, K, V> {
    fn drop(&mut self) {
        self.cache.computing.lock().unwrap().remove(&self.key);
        self.cache.ended.notify_all();
    }
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
        if let Some(value) = self.get(&key) {
            return value;
        }
        if !computing.insert(key.clone()) {
            while computing.contains(&key) {
                computing = self.ended.wait(computing).unwrap();
            }
            return self.get(&key).unwrap();
        }
        drop(computing);

        let mark = Mark { cache: self, key };
        let value = compute();
        let stored = value.clone();
        self.values
            .write()
            .unwrap()
            .insert(mark.key.clone(), stored);
        value
    }
}
