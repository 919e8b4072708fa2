//! Misconception: a lock for each word protects the words, so the map needs one only to find them.
//! Refused by: behaves, race_free

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// How often each word has occurred: a lock for the map, and one for each word.
pub struct WordCounts {
    counts: Mutex<BTreeMap<String, Arc<Mutex<u64>>>>,
}

impl WordCounts {
    pub fn new() -> Self {
        WordCounts {
            counts: Mutex::new(BTreeMap::new()),
        }
    }

    pub fn add(&self, words: impl Iterator<Item = String>) {
        for word in words {
            let count = Arc::clone(self.counts.lock().unwrap().entry(word).or_default());
            let before = *count.lock().unwrap();
            *count.lock().unwrap() = before + 1;
        }
    }

    pub fn count(&self, word: &str) -> u64 {
        let count = self.counts.lock().unwrap().get(word).cloned();
        count.map_or(0, |count| *count.lock().unwrap())
    }

    pub fn snapshot(&self) -> HashMap<String, u64> {
        let counts = self.counts.lock().unwrap();
        counts
            .iter()
            .map(|(word, count)| (word.clone(), *count.lock().unwrap()))
            .collect()
    }
}

/// One counter on a cache line of its own.
#[repr(align(64))]
struct Stripe(AtomicU64);

/// A number that many threads add to and few read.
pub struct Striped {
    stripes: Vec<Stripe>,
}

impl Striped {
    pub fn new(stripes: usize) -> Self {
        Striped {
            stripes: (0..stripes).map(|_| Stripe(AtomicU64::new(0))).collect(),
        }
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.stripes[worker % self.stripes.len()].0
    }

    pub fn sum(&self) -> u64 {
        let count = |stripe: &Stripe| stripe.0.load(Ordering::Relaxed);
        self.stripes.iter().map(count).sum()
    }
}
