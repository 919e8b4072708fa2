//! The same rows from other parts: locks, `Cell` and `RefCell` the other way round, a lock that guards nothing.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, RwLock};

#[derive(Default)]
pub struct Meter(RwLock<u64>);

impl Meter {
    pub fn clip(&self) {
        *self.0.write().unwrap() += 1;
    }

    pub fn clips(&self) -> u64 {
        *self.0.read().unwrap()
    }
}

/// The notes are taken out of their cell, and put back one longer.
#[derive(Default)]
pub struct Take(Cell<Vec<String>>);

impl Take {
    pub fn note(&self, text: &str) {
        let mut notes = self.0.take();
        notes.push(text.into());
        self.0.set(notes);
    }

    pub fn notes(&self) -> Vec<String> {
        let notes = self.0.take();
        self.0.set(notes.clone());
        notes
    }
}

#[derive(Clone, Default)]
pub struct Knob(Rc<RefCell<i32>>);

impl Knob {
    pub fn turn_to(&self, degrees: i32) {
        self.0.replace(degrees);
    }

    pub fn degrees(&self) -> i32 {
        *self.0.borrow()
    }
}

#[derive(Default)]
pub struct Studio {
    microphone: Mutex<()>,
    said: Mutex<Vec<String>>,
}

impl Studio {
    pub fn go_on_air(&self) -> OnAir<'_> {
        OnAir {
            studio: self,
            _microphone: self.microphone.lock().unwrap(),
        }
    }
}

pub struct OnAir<'a> {
    studio: &'a Studio,
    _microphone: MutexGuard<'a, ()>,
}

impl OnAir<'_> {
    pub fn say(&mut self, words: &str) {
        self.studio.said.lock().unwrap().push(words.into());
    }

    pub fn said(&self) -> Vec<String> {
        self.studio.said.lock().unwrap().clone()
    }
}
