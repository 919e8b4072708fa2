//! Misconception: others are about to arrive, so there is no point in going to sleep.
//! Refused by: race_free

use std::sync::Mutex;
use std::thread;

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    round: Mutex<Round>,
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
        }
    }

    pub fn wait(&self) -> bool {
        let (mine, leads) = {
            let mut round = self.round.lock().unwrap();
            let before = (round.generation, round.arrived == 0);
            round.arrived += 1;
            if round.arrived == round.parties {
                round.arrived = 0;
                round.generation += 1;
            }
            before
        };
        while self.round.lock().unwrap().generation == mine {
            thread::yield_now();
        }
        leads
    }

    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        if round.arrived == round.parties {
            round.arrived = 0;
            round.generation += 1;
        }
    }
}
