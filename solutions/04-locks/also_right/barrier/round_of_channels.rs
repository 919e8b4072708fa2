//! Each thread that arrives leaves the sending end of a channel and sleeps at the other.
//! Whoever completes the round tells everybody, the first one that it leads, and takes the list away:
//! the next round begins with an empty list, and no number has to be compared.

use std::mem;
use std::sync::Mutex;
use std::sync::mpsc::{self, Sender};

pub struct Barrier {
    round: Mutex<Round>,
}

struct Round {
    parties: usize,
    arrived: Vec<Sender<bool>>,
}

impl Round {
    fn end_if_complete(&mut self) {
        if self.arrived.len() < self.parties {
            return;
        }
        for (place, thread) in mem::take(&mut self.arrived).into_iter().enumerate() {
            // It sleeps at the other end, or is on its way there.
            let _ = thread.send(place == 0);
        }
    }
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        let round = Round {
            parties,
            arrived: Vec::new(),
        };
        Barrier {
            round: Mutex::new(round),
        }
    }

    pub fn wait(&self) -> bool {
        let (sender, leads) = mpsc::channel();
        {
            let mut round = self.round.lock().unwrap();
            round.arrived.push(sender);
            round.end_if_complete();
        }
        // Fails only if the barrier is gone, and it is borrowed.
        leads.recv().unwrap()
    }

    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        round.end_if_complete();
    }
}
