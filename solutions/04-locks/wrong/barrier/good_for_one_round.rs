//! Misconception: when all have arrived once, the barrier has done its work.
//! Refused by: behaves, race_free

use std::sync::{Condvar, Mutex};

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    round: Mutex<Round>,
    ended: Condvar,
}

struct Round {
    parties: usize,
    arrived: usize,
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        Barrier {
            round: Mutex::new(Round {
                parties,
                arrived: 0,
            }),
            ended: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let mut round = self.round.lock().unwrap();
        round.arrived += 1;
        let leads = round.arrived == 1;
        if round.arrived >= round.parties {
            self.ended.notify_all();
        }
        while round.arrived < round.parties {
            round = self.ended.wait(round).unwrap();
        }
        leads
    }

    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        if round.arrived >= round.parties {
            self.ended.notify_all();
        }
    }
}
