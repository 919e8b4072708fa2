//! The map in four parts, each with a lock of its own. A text takes the locks of the parts that it
//! touches, all before it changes the first, always in the order of the parts.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

const SHARDS: usize = 4;

type Counts = HashMap<String, u64>;

pub struct WordCounts {
    shards: [Mutex<Counts>; SHARDS],
}

impl WordCounts {
    pub fn new() -> Self {
        WordCounts {
            shards: Default::default(),
        }
    }

    pub fn add(&self, words: impl Iterator<Item = String>) {
        let mut text: [Vec<String>; SHARDS] = Default::default();
        for word in words {
            text[shard_of(&word)].push(word);
        }
        // Empty parts are left alone, so that texts without common words do not meet.
        let locked: Vec<_> = self
            .shards
            .iter()
            .zip(text)
            .filter(|(_, words)| !words.is_empty())
            .map(|(shard, words)| (shard.lock().unwrap(), words))
            .collect();
        for (mut shard, words) in locked {
            add_all(&mut shard, words);
        }
    }

    pub fn count(&self, word: &str) -> u64 {
        let shard = self.shards[shard_of(word)].lock().unwrap();
        shard.get(word).copied().unwrap_or(0)
    }

    pub fn snapshot(&self) -> HashMap<String, u64> {
        let locked: Vec<MutexGuard<'_, Counts>> =
            self.shards.iter().map(|s| s.lock().unwrap()).collect();
        locked
            .iter()
            .flat_map(|shard| shard.iter().map(|(word, n)| (word.clone(), *n)))
            .collect()
    }
}

fn shard_of(word: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish() as usize % SHARDS
}

fn add_all(shard: &mut Counts, words: Vec<String>) {
    for word in words {
        *shard.entry(word).or_default() += 1;
    }
}

/// 128 bytes: some processors fetch cache lines in pairs.
#[repr(align(128))]
struct Padded {
    count: AtomicU64,
}

pub struct Striped(Vec<Padded>);

impl Striped {
    pub fn new(stripes: usize) -> Self {
        let zero = || Padded {
            count: AtomicU64::new(0),
        };
        Striped(std::iter::repeat_with(zero).take(stripes).collect())
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.0[worker % self.0.len()].count
    }

    pub fn sum(&self) -> u64 {
        let count = |stripe: &Padded| stripe.count.load(Ordering::Relaxed);
        self.0.iter().map(count).sum()
    }
}
