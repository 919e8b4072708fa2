//! A barrier with generations: a thread waits for *its* round to end, not for a count to have a value.

use std::sync::{Condvar, Mutex};

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    round: Mutex<Round>,
    /// Notified when a round ends.
    ended: Condvar,
}

struct Round {
    /// Who takes part: all that `new` was given, without those that have left.
    parties: usize,
    /// Who has arrived in this round. Back at 0 the moment the round ends, so that a fast thread
    /// finds a fresh round; a waiter must therefore never wait for a value of this one.
    arrived: usize,
    /// The number of this round. A waiter waits until it is another one.
    generation: u64,
}

impl Round {
    /// Ends the round if everybody is here.
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
    /// For at least one party. With one, `wait` never waits and its thread always leads.
    pub fn new(parties: usize) -> Self {
        let round = Round {
            parties,
            arrived: 0,
            generation: 0,
        };
        Barrier {
            round: Mutex::new(round),
            ended: Condvar::new(),
        }
    }

    /// Waits for all others of this round. True for exactly one of them: the leader.
    pub fn wait(&self) -> bool {
        let mut round = self.round.lock().unwrap();
        // The first to arrive, not the last: the round may be ended by one that leaves.
        let leads = round.arrived == 0;
        let mine = round.generation;
        round.arrived += 1;
        if round.end_if_complete() {
            self.ended.notify_all();
        } else {
            let _ended = self
                .ended
                .wait_while(round, |round| round.generation == mine)
                .unwrap();
        }
        leads
    }

    /// Called by a thread that will not come back; it has not called `wait` in this round.
    pub fn leave(&self) {
        let mut round = self.round.lock().unwrap();
        round.parties -= 1;
        if round.end_if_complete() {
            self.ended.notify_all();
        }
    }
}
