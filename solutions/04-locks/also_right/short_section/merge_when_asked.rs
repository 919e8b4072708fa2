//! The lock guards a list of finished texts: `add` pushes one map and is gone.
//! Adding up is left to those who ask, who are few.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

pub struct WordCounts {
    texts: Mutex<Vec<HashMap<String, u64>>>,
}

impl WordCounts {
    pub fn new() -> Self {
        WordCounts {
            texts: Mutex::new(Vec::new()),
        }
    }

    pub fn add(&self, words: impl Iterator<Item = String>) {
        let text = words.fold(HashMap::new(), |mut text, word| {
            *text.entry(word).or_default() += 1;
            text
        });
        self.texts.lock().unwrap().push(text);
    }

    pub fn count(&self, word: &str) -> u64 {
        let texts = self.texts.lock().unwrap();
        texts.iter().filter_map(|text| text.get(word)).sum()
    }

    pub fn snapshot(&self) -> HashMap<String, u64> {
        let mut texts = self.texts.lock().unwrap();
        // Added up once, and put back as one text.
        let mut all = texts.pop().unwrap_or_default();
        for (word, n) in texts.drain(..).flatten() {
            *all.entry(word).or_default() += n;
        }
        texts.push(all.clone());
        all
    }
}

/// A cache line. Its alignment also makes it as large as one.
#[repr(align(64))]
#[derive(Default)]
struct Line {
    count: AtomicU64,
}

/// Each counter somewhere else: what keeps it alone on its line is its type, not its place in a row.
pub struct Striped {
    lines: Box<[Box<Line>]>,
}

impl Striped {
    pub fn new(stripes: usize) -> Self {
        Striped {
            lines: (0..stripes).map(|_| Box::default()).collect(),
        }
    }

    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        &self.lines[worker % self.lines.len()].count
    }

    pub fn sum(&self) -> u64 {
        self.lines
            .iter()
            .map(|line| line.count.load(Ordering::SeqCst))
            .sum()
    }
}
