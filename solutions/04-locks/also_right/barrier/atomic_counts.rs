//! Counts with atomics: an arrival and a departure may both see the round complete, and the exchange lets one of
//! them end it. The lock guards no count. It is there for the sleepers: none of them misses the new number.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};

pub struct Barrier {
    parties: AtomicUsize,
    arrived: AtomicUsize,
    generation: AtomicUsize,
    /// Held from a look at `generation` until sleep, and while it changes.
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
        self.end_if_complete();
        let mut bed = self.bed.lock().unwrap();
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
        let reset = self.arrived.compare_exchange(parties, 0, SeqCst, SeqCst);
        if reset.is_ok() {
            let _bed = self.bed.lock().unwrap();
            self.generation.fetch_add(1, SeqCst);
            self.ended.notify_all();
        }
    }
}
