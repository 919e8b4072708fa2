//! Misconception: a guard is a reference with a `Drop`.
//! Refused by: behaves

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};

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
    on_air: Mutex<bool>,
    off_air: Condvar,
    said: Mutex<Vec<String>>,
}

impl Studio {
    pub fn go_on_air(&self) -> OnAir<'_> {
        let mut on_air = self.on_air.lock().unwrap();
        while *on_air {
            on_air = self.off_air.wait(on_air).unwrap();
        }
        *on_air = true;
        OnAir { studio: self }
    }
}

/// On air until dropped.
pub struct OnAir<'a> {
    studio: &'a Studio,
}

impl OnAir<'_> {
    pub fn say(&mut self, words: &str) {
        self.studio.said.lock().unwrap().push(words.to_owned());
    }
    pub fn said(&self) -> Vec<String> {
        self.studio.said.lock().unwrap().clone()
    }
}

impl Drop for OnAir<'_> {
    fn drop(&mut self) {
        *self.studio.on_air.lock().unwrap() = false;
        self.studio.off_air.notify_one();
    }
}
