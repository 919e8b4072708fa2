//! Ticket: eight workers count words no faster than one.
//!
//! The workers cut texts into words and add them up in one map. The cutting is the work: each `next`
//! of the iterator that a worker hands in cuts off one word, lower-cases it and finds its stem.
//! The profile shows seven workers asleep in front of the map's lock. It also shows the progress
//! counter: one number for all, whose cache line travels from core to core with every word.
//!
//! What must hold for `WordCounts`:
//! - No lock is held while an iterator runs: another worker's can run at the same time, `count` and
//!   `snapshot` need not wait for it, and it may itself ask for a count.
//! - No word is lost and none is counted twice.
//! - A text counts as a whole or not at all: nobody ever sees half of its words, neither in a snapshot
//!   nor by asking for one after the other. Whoever has seen one of them finds all of them from then on.
//!   If its iterator panics, nothing of it is counted, and everybody else goes on.
//!
//! What must hold for `Striped`, a number kept in several counters:
//! - Each worker adds to a counter of its own; worker numbers beyond the last counter start again at the first.
//! - Every counter begins on a cache line (64 bytes) of its own: its address is a multiple of 64, and no two
//!   counters share a line. A promise to the compiler, such as `#[repr(align(64))]`, holds wherever the counter
//!   ends up; padding alone keeps counters apart and does not say where the first one begins.

use std::collections::HashMap;
use std::sync::atomic::AtomicU64;

/// How often each word has occurred.
pub struct WordCounts {
    // Yours.
}

impl WordCounts {
    pub fn new() -> Self {
        todo!("no words yet")
    }

    /// Counts the words of one text.
    pub fn add(&self, words: impl Iterator<Item = String>) {
        todo!("count {:?} words and more", words.size_hint().0)
    }

    /// How often `word` has occurred so far.
    pub fn count(&self, word: &str) -> u64 {
        todo!("look up {word}")
    }

    /// All counts, as they stood at one moment.
    pub fn snapshot(&self) -> HashMap<String, u64> {
        todo!("a copy of all counts")
    }
}

/// A number that many threads add to and few read.
pub struct Striped {
    // Yours.
}

impl Striped {
    /// With at least one stripe.
    pub fn new(stripes: usize) -> Self {
        todo!("{stripes} counters, all 0")
    }

    /// The counter that `worker` adds to.
    pub fn stripe(&self, worker: usize) -> &AtomicU64 {
        todo!("the counter of worker {worker}")
    }

    /// The sum over all stripes.
    pub fn sum(&self) -> u64 {
        todo!("add up all counters")
    }
}
