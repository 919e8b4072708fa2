//! What may cross: the fields say it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard};

/// `Send` and `Sync`, because an atomic integer changes in one step, through a shared reference.
#[derive(Default)]
pub struct Meter {
    clips: AtomicU64,
}

impl Meter {
    pub fn clip(&self) {
        self.clips.fetch_add(1, Relaxed);
    }

    pub fn clips(&self) -> u64 {
        self.clips.load(Relaxed)
    }
}

/// `Send` but not `Sync`, because a `RefCell` counts its borrows without a lock.
///
/// Not a `Mutex`: it would be right, and would let threads share what they are not to share.
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

/// Neither, because an `Rc` counts its clones without a lock: one that moved away would race with those that stayed.
#[derive(Clone, Default)]
pub struct Knob {
    degrees: Rc<Cell<i32>>,
}

impl Knob {
    pub fn turn_to(&self, degrees: i32) {
        self.degrees.set(degrees);
    }

    pub fn degrees(&self) -> i32 {
        self.degrees.get()
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
            said: self.said.lock().expect("nobody panics on air"),
        }
    }
}

/// `Sync` but not `Send`, because on many systems a mutex must be unlocked by the thread that locked it: its guard stays
/// where it was made, and anyone may look through a reference to it.
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
