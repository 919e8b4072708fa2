//! An atomic state for each template; who has to wait, looks again and again, and gives way in between.
//!
//! Right, and wasteful: a waiting thread keeps a core busy.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

const ABSENT: u8 = 0;
const CLAIMED: u8 = 1;
const READY: u8 = 2;

#[derive(Default)]
struct Entry {
    state: AtomicU8,
    text: Mutex<String>,
}

#[derive(Default)]
pub struct Templates {
    entries: Mutex<BTreeMap<String, Arc<Entry>>>,
}

impl Templates {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn get(&self, name: &str, compile: impl FnOnce() -> String) -> String {
        let entry = Arc::clone(self.entries.lock().unwrap().entry(name.into()).or_default());
        if entry.claim() {
            let mut claim = Claim {
                entry: &entry,
                then: ABSENT,
            };
            let text = compile();
            *entry.text.lock().unwrap() = text;
            claim.then = READY;
        }
        entry.text.lock().unwrap().clone()
    }
}

impl Entry {
    /// Whether the caller is to compile; if not, the text is ready.
    fn claim(&self) -> bool {
        loop {
            let found =
                self.state
                    .compare_exchange(ABSENT, CLAIMED, Ordering::AcqRel, Ordering::Acquire);
            match found {
                Ok(_) => return true,
                Err(READY) => return false,
                Err(_) => thread::yield_now(),
            }
        }
    }
}

/// The right to compile; says when dropped, in a panic too, how the entry is left.
struct Claim<'a> {
    entry: &'a Entry,
    then: u8,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.entry.state.store(self.then, Ordering::Release);
    }
}
