//! Misconception: a struct of 64 bytes lies on one cache line.
//! Refused by: speeds_up

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
        let words: Vec<String> = words.collect();
        let mut counts = self.counts.lock().unwrap();
        for word in words {
            *counts.entry(word).or_insert(0) += 1;
        }
    }

    pub fn count(&self, word: &str) -> u64 {
        self.counts.lock().unwrap().get(word).copied().unwrap_or(0)
    }

    pub fn snapshot(&self) -> HashMap<String, u64> {
        self.counts.lock().unwrap().clone()
    }
}

/// 8 bytes of counter and 56 of padding.
#[derive(Default)]
struct Stripe {
    count: AtomicU64,
    _padding: [u64; 7],
}

/// A number that many threads add to and few read.
pub struct Striped {
    stripes: Vec<Stripe>,
}

impl Striped {
    pub fn new(stripes: usize) -> Self {
        Striped {
            stripes: (0..stripes).map(|_| Stripe::default()).collect(),
        }
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.stripes[worker % self.stripes.len()].count
    }

    pub fn sum(&self) -> u64 {
        let count = |stripe: &Stripe| stripe.count.load(Ordering::Relaxed);
        self.stripes.iter().map(count).sum()
    }
}
