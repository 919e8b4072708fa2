//! Misconception: a row of eight numbers is a cache line.
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
    /// Of each row only the first is used.
    rows: Vec<[AtomicU64; 8]>,
}

impl Striped {
    pub fn new(stripes: usize) -> Self {
        Striped {
            rows: (0..stripes).map(|_| Default::default()).collect(),
        }
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.rows[worker % self.rows.len()][0]
    }

    pub fn sum(&self) -> u64 {
        let count = |row: &[AtomicU64; 8]| row[0].load(Ordering::Relaxed);
        self.rows.iter().map(count).sum()
    }
}
