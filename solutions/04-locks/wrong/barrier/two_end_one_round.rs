//! Misconception: whoever sees the round complete is the only one who sees it.
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
        if place + 1 == self.parties.load(SeqCst) {
            self.end_round();
        }
        let mut bed = self.bed.lock().unwrap();
        while self.generation.load(SeqCst) == mine {
            bed = self.ended.wait(bed).unwrap();
        }
        place == 0
    }

    pub fn leave(&self) {
        let left = self.parties.fetch_sub(1, SeqCst) - 1;
        if self.arrived.load(SeqCst) == left {
            self.end_round();
        }
    }

    fn end_round(&self) {
        // With the lock, so that the wake-up finds whoever has looked.
        let _bed = self.bed.lock().unwrap();
        self.arrived.store(0, SeqCst);
        self.generation.fetch_add(1, SeqCst);
        self.ended.notify_all();
    }
}
