//! Fields that do the work, and beside them a `PhantomData` that says what the type may: it takes on the rights of a type
//! of which it holds none.

use std::cell::Cell;
use std::collections::VecDeque;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard};

/// Counts down from the top.
pub struct Meter {
    left: AtomicU64,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            left: AtomicU64::new(u64::MAX),
        }
    }
}

impl Meter {
    pub fn clip(&self) {
        self.left.fetch_sub(1, Ordering::SeqCst);
    }

    pub fn clips(&self) -> u64 {
        u64::MAX - self.left.load(Ordering::SeqCst)
    }
}

#[derive(Default)]
pub struct Take {
    notes: Cell<VecDeque<String>>,
    _not_shared: PhantomData<Cell<()>>,
}

impl Take {
    pub fn note(&self, text: &str) {
        let mut notes = self.notes.take();
        notes.push_back(text.to_string());
        self.notes.set(notes);
    }

    pub fn notes(&self) -> Vec<String> {
        let notes = self.notes.take();
        let copy = notes.iter().cloned().collect();
        self.notes.set(notes);
        copy
    }
}

#[derive(Clone, Default)]
pub struct Knob {
    degrees: Rc<Cell<i32>>,
    _stays_here: PhantomData<*const ()>,
}

impl Knob {
    pub fn turn_to(&self, degrees: i32) {
        self.degrees.set(degrees);
    }

    pub fn degrees(&self) -> i32 {
        self.degrees.get()
    }
}

#[derive(Default)]
pub struct Studio {
    state: Mutex<State>,
    off_air: Condvar,
}

#[derive(Default)]
struct State {
    on_air: bool,
    said: Vec<String>,
}

impl Studio {
    pub fn go_on_air(&self) -> OnAir<'_> {
        let state = self.state.lock().unwrap();
        let mut state = self
            .off_air
            .wait_while(state, |state| state.on_air)
            .unwrap();
        state.on_air = true;
        OnAir {
            studio: self,
            _ends_where_it_began: PhantomData,
        }
    }
}

pub struct OnAir<'a> {
    studio: &'a Studio,
    /// A guard may be looked at from everywhere, and moves nowhere.
    _ends_where_it_began: PhantomData<MutexGuard<'a, ()>>,
}

impl OnAir<'_> {
    pub fn say(&mut self, words: &str) {
        self.studio
            .state
            .lock()
            .unwrap()
            .said
            .push(words.to_string());
    }

    pub fn said(&self) -> Vec<String> {
        self.studio.state.lock().unwrap().said.clone()
    }
}

impl Drop for OnAir<'_> {
    fn drop(&mut self) {
        self.studio.state.lock().unwrap().on_air = false;
        self.studio.off_air.notify_one();
    }
}
