//! Misconception: an atomic count that I have raised still has my value when I look at it.
//! Refused by: race_free

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex};

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    parties: AtomicUsize,
    arrived: AtomicUsize,
    generation: Mutex<u64>,
    ended: Condvar,
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        Barrier {
            parties: AtomicUsize::new(parties),
            arrived: AtomicUsize::new(0),
            generation: Mutex::new(0),
            ended: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let mine = *self.generation.lock().unwrap();
        self.arrived.fetch_add(1, Ordering::SeqCst);
        if self.complete() {
            self.end_round();
            return true;
        }
        let mut generation = self.generation.lock().unwrap();
        while *generation == mine {
            generation = self.ended.wait(generation).unwrap();
        }
        false
    }

    pub fn leave(&self) {
        self.parties.fetch_sub(1, Ordering::SeqCst);
        if self.complete() {
            self.end_round();
        }
    }

    fn complete(&self) -> bool {
        self.arrived.load(Ordering::SeqCst) == self.parties.load(Ordering::SeqCst)
    }

    fn end_round(&self) {
        let mut generation = self.generation.lock().unwrap();
        self.arrived.store(0, Ordering::SeqCst);
        *generation += 1;
        self.ended.notify_all();
    }
}
