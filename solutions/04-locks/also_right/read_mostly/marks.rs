//! Finished values behind a `RwLock`, the keys being computed in a set, one condition variable for
//! "some computation has ended". The mark is taken off by `Drop`, so in a panic too.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Condvar, Mutex, RwLock};

pub struct Cache<K: Clone + Eq + Hash, V> {
    /// Behind `Arc`, so that a hit copies its value out after the lock is gone.
    values: RwLock<HashMap<K, Arc<V>>>,
    computing: Mutex<HashSet<K>>,
    ended: Condvar,
}

/// "I am computing this key."
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
        self.find(key).map(|value| V::clone(&value))
    }

    pub fn get_or_compute(&self, key: K, compute: impl FnOnce() -> V) -> V {
        let found = self
            .find(&key)
            .unwrap_or_else(|| match self.wait_or_mark(key) {
                Ok(value) => value,
                Err(mark) => {
                    let value = Arc::new(compute());
                    let mut values = self.values.write().unwrap();
                    values.insert(mark.key.clone(), Arc::clone(&value));
                    value
                }
            });
        V::clone(&found)
    }

    fn find(&self, key: &K) -> Option<Arc<V>> {
        self.values.read().unwrap().get(key).cloned()
    }

    /// The value, once somebody else has computed it, or the right to compute it.
    fn wait_or_mark(&self, key: K) -> Result<Arc<V>, Mark<'_, K, V>> {
        let mut computing = self.computing.lock().unwrap();
        loop {
            // With the set locked: a value is stored before its mark goes, so one of the two is seen.
            if let Some(value) = self.find(&key) {
                return Ok(value);
            }
            if computing.insert(key.clone()) {
                return Err(Mark { cache: self, key });
            }
            computing = self.ended.wait(computing).unwrap();
        }
    }
}
