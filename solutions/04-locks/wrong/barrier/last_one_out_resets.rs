//! Misconception: the round is over when the last thread has left it, so that thread can set the counters back.
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
    gone: usize,
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        Barrier {
            round: Mutex::new(Round {
                parties,
                arrived: 0,
                gone: 0,
            }),
            ended: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let mut round = self.round.lock().unwrap();
        round.arrived += 1;
        let leads = round.arrived == 1;
        if round.arrived == round.parties {
            self.ended.notify_all();
        }
        while round.arrived < round.parties {
            round = self.ended.wait(round).unwrap();
        }
        round.gone += 1;
        if round.gone == round.parties {
            round.arrived = 0;
            round.gone = 0;
        }
        leads
    }

    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        if round.arrived == round.parties {
            self.ended.notify_all();
        }
    }
}
