//! Misconception: what is allocated by itself lies on a cache line by itself.
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

/// A number that many threads add to and few read.
pub struct Striped {
    stripes: Box<[Box<AtomicU64>]>,
}

impl Striped {
    pub fn new(stripes: usize) -> Self {
        let zero = || Box::new(AtomicU64::new(0));
        Striped {
            stripes: std::iter::repeat_with(zero).take(stripes).collect(),
        }
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.stripes[worker % self.stripes.len()]
    }

    pub fn sum(&self) -> u64 {
        self.stripes.iter().map(|s| s.load(Ordering::Relaxed)).sum()
    }
}
