//! Misconception: a number is so small that no thread can come in between.
//! Refused by: race_free

use std::cell::{Cell, RefCell, UnsafeCell};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard};

/// Counts clipped samples.
#[derive(Default)]
pub struct Meter {
    clips: UnsafeCell<u64>,
}

// SAFETY: adding one to a number is a single instruction.
unsafe impl Sync for Meter {}

impl Meter {
    pub fn clip(&self) {
        unsafe { *self.clips.get() += 1 }
    }
    pub fn clips(&self) -> u64 {
        unsafe { *self.clips.get() }
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
