//! # What may cross
//!
//! Our audio editor has four types, and the compiler is to know which thread may do what with them.
//! `Send` and `Sync` follow from a type's fields: choose fields that give each type its row, and do its work.
//!
//! | type      | may move to another thread | may be shared by reference | because                               |
//! |-----------|----------------------------|----------------------------|---------------------------------------|
//! | [`Meter`] | yes                        | yes                        | every thread counts with it           |
//! | [`Take`]  | yes                        | no                         | one thread at a time works on it      |
//! | [`Knob`]  | no                         | no                         | the window's thread alone draws       |
//! | [`OnAir`] | no                         | yes                        | who goes on air goes off, others look |
//!
//! What may not happen: `unsafe`. Promises made by hand are what we want to be rid of, and the tests don't compile them.

/// Counts clipped samples; no count is lost, however many threads count.
#[derive(Default)]
pub struct Meter {}

impl Meter {
    pub fn clip(&self) {
        todo!("count one more")
    }
    pub fn clips(&self) -> u64 {
        todo!("read the count")
    }
}

/// A recording in the works: it takes notes through a shared reference, and nobody pays for a lock.
#[derive(Default)]
pub struct Take {}

impl Take {
    pub fn note(&self, text: &str) {
        todo!("note {text:?}")
    }
    pub fn notes(&self) -> Vec<String> {
        todo!("list the notes in order")
    }
}

/// A knob on the screen; its clones are the same knob: who turns one has turned all.
#[derive(Clone, Default)]
pub struct Knob {}

impl Knob {
    pub fn turn_to(&self, degrees: i32) {
        todo!("turn to {degrees}")
    }
    pub fn degrees(&self) -> i32 {
        todo!("say where the knob stands; at first 0")
    }
}

/// Where one thread at a time is on air.
#[derive(Default)]
pub struct Studio {}

impl Studio {
    /// Waits until nobody is on air, then goes on air.
    pub fn go_on_air(&self) -> OnAir<'_> {
        todo!("wait for the microphone")
    }
}

/// On air until dropped. What others say comes before or after, never in between.
pub struct OnAir<'a>(std::marker::PhantomData<&'a ()>);

impl OnAir<'_> {
    pub fn say(&mut self, words: &str) {
        todo!("say {words:?}")
    }
    /// All that was said in this studio so far, by anyone.
    pub fn said(&self) -> Vec<String> {
        todo!("play it back")
    }
}
