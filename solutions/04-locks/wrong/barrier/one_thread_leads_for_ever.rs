//! Misconception: the leader is a thread, not a place in a round.
//! Refused by: shuts_down

use std::sync::{Condvar, Mutex};
use std::thread::{self, ThreadId};

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    round: Mutex<Round>,
    ended: Condvar,
}

struct Round {
    parties: usize,
    arrived: usize,
    generation: u64,
    /// Whoever was the first of all to arrive.
    leader: Option<ThreadId>,
}

impl Round {
    fn end_if_complete(&mut self) -> bool {
        let complete = self.arrived == self.parties;
        if complete {
            self.arrived = 0;
            self.generation += 1;
        }
        complete
    }
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        Barrier {
            round: Mutex::new(Round {
                parties,
                arrived: 0,
                generation: 0,
                leader: None,
            }),
            ended: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let me = thread::current().id();
        let mut round = self.round.lock().unwrap();
        let leads = *round.leader.get_or_insert(me) == me;
        let mine = round.generation;
        round.arrived += 1;
        if round.end_if_complete() {
            self.ended.notify_all();
        }
        while round.generation == mine {
            round = self.ended.wait(round).unwrap();
        }
        leads
    }

    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        if round.end_if_complete() {
            self.ended.notify_all();
        }
    }
}
