//! Misconception: counters 64 bytes apart are alone on their cache lines, wherever the row begins.
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
    /// Every eighth number is a counter, those between keep them apart.
    numbers: Vec<AtomicU64>,
}

const STRIDE: usize = 8;

impl Striped {
    pub fn new(stripes: usize) -> Self {
        let zero = || AtomicU64::new(0);
        Striped {
            numbers: std::iter::repeat_with(zero)
                .take(stripes * STRIDE)
                .collect(),
        }
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.numbers[worker * STRIDE % self.numbers.len()]
    }

    pub fn sum(&self) -> u64 {
        self.numbers.iter().map(|n| n.load(Ordering::Relaxed)).sum()
    }
}
