//! Misconception: the shortest section is the best one.
//! Refused by: behaves, race_free

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// How often each word has occurred.
pub struct WordCounts {
    counts: Mutex<HashMap<String, u64>>,
}

impl WordCounts {
    pub fn new() -> Self {
        WordCounts {
            counts: Mutex::new(HashMap::new()),
        }
    }

    pub fn add(&self, words: impl Iterator<Item = String>) {
        for word in words {
            *self.counts.lock().unwrap().entry(word).or_insert(0) += 1;
        }
    }

    pub fn count(&self, word: &str) -> u64 {
        self.counts.lock().unwrap().get(word).copied().unwrap_or(0)
    }

    pub fn snapshot(&self) -> HashMap<String, u64> {
        self.counts.lock().unwrap().clone()
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
