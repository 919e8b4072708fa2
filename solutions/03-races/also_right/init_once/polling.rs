//! An atomic state; who has to wait, looks again and again, and gives way in between.
//!
//! Right, and wasteful: a waiting thread keeps a core busy.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

const ABSENT: u8 = 0;
const LOADING: u8 = 1;
const THERE: u8 = 2;

pub struct Settings {
    state: AtomicU8,
    /// Looked at only when the state says that they are there; so the lock is only ever held for a moment.
    text: Mutex<String>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            state: AtomicU8::new(ABSENT),
            text: Mutex::default(),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        if self.claim() {
            let mut claim = Claim {
                state: &self.state,
                then: ABSENT,
            };
            let loaded = load()?;
            self.text.lock().unwrap().clone_from(&loaded);
            claim.then = THERE;
            return Ok(loaded);
        }
        Ok(self.text.lock().unwrap().clone())
    }

    pub fn peek(&self) -> Option<String> {
        let there = self.state.load(Ordering::Acquire) == THERE;
        there.then(|| self.text.lock().unwrap().clone())
    }

    /// Whether the caller is to load; if not, the settings are there.
    fn claim(&self) -> bool {
        loop {
            let found =
                self.state
                    .compare_exchange(ABSENT, LOADING, Ordering::Acquire, Ordering::Acquire);
            match found {
                Ok(_) => return true,
                Err(THERE) => return false,
                Err(_) => thread::yield_now(),
            }
        }
    }
}

/// The right to load; says when dropped, in a panic too, how the state goes on.
struct Claim<'a> {
    state: &'a AtomicU8,
    then: u8,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        self.state.store(self.then, Ordering::Release);
    }
}
