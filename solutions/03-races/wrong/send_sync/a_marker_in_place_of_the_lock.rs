//! Misconception: a type that is marked as a guard guards.
//! Refused by: race_free

use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard};

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
            studio: self,
            _guard: PhantomData,
        }
    }
}

/// On air until dropped.
pub struct OnAir<'a> {
    studio: &'a Studio,
    _guard: PhantomData<MutexGuard<'a, ()>>,
}

impl OnAir<'_> {
    pub fn say(&mut self, words: &str) {
        self.studio.said.lock().unwrap().push(words.to_owned());
    }
    pub fn said(&self) -> Vec<String> {
        self.studio.said.lock().unwrap().clone()
    }
}
