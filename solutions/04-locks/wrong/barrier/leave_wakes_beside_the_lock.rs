//! Misconception: whoever does not sleep at a condition variable need not take its lock.
//! Refused by: shuts_down

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    parties: AtomicUsize,
    arrived: AtomicUsize,
    generation: AtomicUsize,
    bed: Mutex<()>,
    ended: Condvar,
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        Barrier {
            parties: AtomicUsize::new(parties),
            arrived: AtomicUsize::new(0),
            generation: AtomicUsize::new(0),
            bed: Mutex::new(()),
            ended: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let mine = self.generation.load(SeqCst);
        let place = self.arrived.fetch_add(1, SeqCst);
        let mut bed = self.bed.lock().unwrap();
        self.end_if_complete();
        while self.generation.load(SeqCst) == mine {
            bed = self.ended.wait(bed).unwrap();
        }
        place == 0
    }

    pub fn leave(&self) {
        self.parties.fetch_sub(1, SeqCst);
        self.end_if_complete();
    }

    fn end_if_complete(&self) {
        let parties = self.parties.load(SeqCst);
        // One thread succeeds: no round is ended twice.
        let reset = self.arrived.compare_exchange(parties, 0, SeqCst, SeqCst);
        if reset.is_ok() {
            self.generation.fetch_add(1, SeqCst);
            self.ended.notify_all();
        }
    }
}
