//! Misconception: the thread that is woken wakes the next.
//! Refused by: race_free

use std::sync::{Condvar, Mutex};

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    round: Mutex<Round>,
    ended: Condvar,
}

struct Round {
    parties: usize,
    arrived: usize,
    generation: u64,
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        Barrier {
            round: Mutex::new(Round {
                parties,
                arrived: 0,
                generation: 0,
            }),
            ended: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let mut round = self.round.lock().unwrap();
        let mine = round.generation;
        let leads = round.arrived == 0;
        round.arrived += 1;
        if round.arrived == round.parties {
            round.arrived = 0;
            round.generation += 1;
            self.ended.notify_one();
        }
        while round.generation == mine {
            round = self.ended.wait(round).unwrap();
        }
        leads
    }

    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        if round.arrived == round.parties {
            round.arrived = 0;
            round.generation += 1;
            self.ended.notify_one();
        }
    }
}
