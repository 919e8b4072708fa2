//! Misconception: clones that share something need an `Arc` and an atomic.
//! Refused by: behaves

use std::cell::RefCell;
use std::sync::atomic::{AtomicI32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// Counts clipped samples.
#[derive(Default)]
pub struct Meter {
    clips: AtomicU64,
}

impl Meter {
    pub fn clip(&self) {
        self.clips.fetch_add(1, Ordering::SeqCst);
    }
    pub fn clips(&self) -> u64 {
        self.clips.load(Ordering::SeqCst)
    }
}

/// A recording in the works.
#[derive(Default)]
pub struct Take {
    notes: RefCell<Vec<String>>,
}

impl Take {
    pub fn note(&self, text: &str) {
        self.notes.borrow_mut().push(text.to_owned());
    }
    pub fn notes(&self) -> Vec<String> {
        self.notes.borrow().clone()
    }
}

/// A knob on the screen; its clones are the same knob.
#[derive(Clone, Default)]
pub struct Knob {
    degrees: Arc<AtomicI32>,
}

impl Knob {
    pub fn turn_to(&self, degrees: i32) {
        self.degrees.store(degrees, Ordering::SeqCst);
    }
    pub fn degrees(&self) -> i32 {
        self.degrees.load(Ordering::SeqCst)
    }
}

/// Where one thread at a time is on air.
#[derive(Default)]
pub struct Studio {
    said: Mutex<Vec<String>>,
}

impl Studio {
    pub fn go_on_air(&self) -> OnAir<'_> {
        OnAir {
            said: self.said.lock().unwrap(),
        }
    }
}

/// On air until dropped.
pub struct OnAir<'a> {
    said: MutexGuard<'a, Vec<String>>,
}

impl OnAir<'_> {
    pub fn say(&mut self, words: &str) {
        self.said.push(words.to_owned());
    }
    pub fn said(&self) -> Vec<String> {
        self.said.clone()
    }
}
