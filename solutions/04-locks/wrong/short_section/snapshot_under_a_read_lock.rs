//! Misconception: with a lock around it, a row of loads is one look.
//! Refused by: race_free

use std::collections::{BTreeMap, HashMap};
use std::sync::RwLock;
use std::sync::atomic::{
    AtomicU64,
    Ordering::{self, SeqCst},
};

/// How often each word has occurred.
pub struct WordCounts {
    /// Locked for writing when a word is new, and otherwise for reading only.
    counts: RwLock<HashMap<String, AtomicU64>>,
}

impl WordCounts {
    pub fn new() -> Self {
        WordCounts {
            counts: RwLock::new(HashMap::new()),
        }
    }

    pub fn add(&self, words: impl Iterator<Item = String>) {
        let mut text = BTreeMap::new();
        for word in words {
            *text.entry(word).or_insert(0) += 1;
        }
        self.make_room(&text);
        let counts = self.counts.read().unwrap();
        for (word, n) in text {
            counts[&word].fetch_add(n, SeqCst);
        }
    }

    fn make_room(&self, text: &BTreeMap<String, u64>) {
        let mut counts = self.counts.write().unwrap();
        for word in text.keys() {
            counts.entry(word.clone()).or_default();
        }
    }

    pub fn count(&self, word: &str) -> u64 {
        let counts = self.counts.read().unwrap();
        counts.get(word).map_or(0, |n| n.load(SeqCst))
    }

    pub fn snapshot(&self) -> HashMap<String, u64> {
        let counts = self.counts.read().unwrap();
        let mut words: Vec<&String> = counts.keys().collect();
        words.sort();
        words
            .into_iter()
            .map(|word| (word.clone(), counts[word].load(SeqCst)))
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
