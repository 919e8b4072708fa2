//! Counts down, and turns a flag over at the end of each round: one bit is enough to tell two rounds
//! apart, since nobody can be two rounds ahead. The leader is whoever of the round wakes first.

use std::sync::{Condvar, Mutex, MutexGuard};

pub struct Barrier {
    state: Mutex<State>,
    turned: Condvar,
}

struct State {
    parties: usize,
    missing: usize,
    sense: bool,
    /// Nobody of the last round has claimed to lead it yet. All of them claim before the next round can end.
    leader_wanted: bool,
}

impl Barrier {
    pub fn new(parties: usize) -> Self {
        let state = State {
            parties,
            missing: parties,
            sense: false,
            leader_wanted: false,
        };
        Barrier {
            state: Mutex::new(state),
            turned: Condvar::new(),
        }
    }

    pub fn wait(&self) -> bool {
        let mut state = self.one_less();
        let round_ended = |state: &State, sense| state.sense != sense;
        let sense = state.sense;
        if state.missing == 0 {
            self.turn(&mut state);
        }
        while !round_ended(&state, sense) {
            state = self.turned.wait(state).unwrap();
        }
        std::mem::take(&mut state.leader_wanted)
    }

    pub fn leave(&self) {
        let mut state = self.one_less();
        state.parties -= 1;
        if state.missing == 0 {
            self.turn(&mut state);
        }
    }

    fn one_less(&self) -> MutexGuard<'_, State> {
        let mut state = self.state.lock().unwrap();
        state.missing -= 1;
        state
    }

    fn turn(&self, state: &mut State) {
        state.missing = state.parties;
        state.sense = !state.sense;
        state.leader_wanted = state.parties > 0;
        self.turned.notify_all();
    }
}
