//! Word counts with a lock that is held for adding up only, and a counter in stripes.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

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

    /// Counts the words of one text.
    pub fn add(&self, words: impl Iterator<Item = String>) {
        // The iterator does its work in `next`, so it must have ended before the lock is taken.
        let text = tally(words);
        let mut counts = self.lock();
        for (word, n) in text {
            *counts.entry(word).or_default() += n;
        }
    }

    /// How often `word` has occurred.
    pub fn count(&self, word: &str) -> u64 {
        self.lock().get(word).copied().unwrap_or(0)
    }

    /// All counts, as they stood at one moment.
    pub fn snapshot(&self) -> HashMap<String, u64> {
        self.lock().clone()
    }

    /// Cannot be poisoned: code of other people never runs while it is held.
    fn lock(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.counts.lock().unwrap()
    }
}

/// Counts one text, in a map that no other thread knows of. It is also smaller than a list of
/// the words, so that less is left to do under the lock.
fn tally(words: impl Iterator<Item = String>) -> HashMap<String, u64> {
    let mut text = HashMap::new();
    for word in words {
        *text.entry(word).or_default() += 1;
    }
    text
}

/// A number that many threads add to and few read.
pub struct Striped {
    stripes: Box<[Stripe]>,
}

/// One counter, alone on its cache line. The alignment belongs here:
/// on `Striped` it would move the whole row of counters and leave them side by side.
#[repr(align(64))]
#[derive(Default)]
struct Stripe(AtomicU64);

impl Striped {
    /// With at least one stripe.
    pub fn new(stripes: usize) -> Self {
        Striped {
            stripes: (0..stripes).map(|_| Stripe::default()).collect(),
        }
    }

    /// The counter that `worker` adds to.
    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.stripes[worker % self.stripes.len()].0
    }

    /// The sum over all stripes. While workers add, it is one that lay between then and now.
    pub fn sum(&self) -> u64 {
        self.stripes
            .iter()
            .map(|stripe| stripe.0.load(Ordering::Relaxed))
            .sum()
    }
}
