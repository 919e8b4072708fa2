//! Misconception: who waits for a result takes it as it comes, a failure too.
//! Refused by: race_free, shuts_down

use std::sync::{Arc, Mutex, OnceLock};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError(pub String);

type Attempt = Arc<OnceLock<Result<String, LoadError>>>;

pub struct Settings {
    /// A new one for each load, until one succeeds.
    attempt: Mutex<Attempt>,
}

impl Settings {
    pub fn new() -> Self {
        Self {
            attempt: Mutex::default(),
        }
    }

    pub fn get(
        &self,
        load: impl FnOnce() -> Result<String, LoadError>,
    ) -> Result<String, LoadError> {
        let attempt = self.attempt();
        let result = attempt.get_or_init(load).clone();
        if result.is_err() {
            self.give_up(&attempt);
        }
        result
    }

    pub fn peek(&self) -> Option<String> {
        self.attempt().get()?.clone().ok()
    }

    fn attempt(&self) -> Attempt {
        Arc::clone(&self.attempt.lock().unwrap())
    }

    /// Makes way for the next attempt, unless somebody already has.
    fn give_up(&self, failed: &Attempt) {
        let mut attempt = self.attempt.lock().unwrap();
        if Arc::ptr_eq(&attempt, failed) {
            *attempt = Attempt::default();
        }
    }
}
