//! Misconception: a few locks, shared by all accounts by their numbers, keep strangers apart well enough.
//! Refused by: race_free

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Accounts, numbered from 0.
pub struct Bank {
    /// Account `n` belongs to lock `n % 16`. Taken in the order of the list.
    turns: [Mutex<()>; 16],
    /// Locked for a moment, and last.
    balances: Mutex<Vec<u64>>,
}

/// Why no money has moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is less in the account than was to be paid.
    NotCovered,
    /// `approve` said no.
    NotApproved,
}

impl Bank {
    pub fn new(balances: &[u64]) -> Self {
        Bank {
            turns: [(); 16].map(Mutex::new),
            balances: Mutex::new(balances.to_vec()),
        }
    }

    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u64,
        approve: impl FnOnce(u64, u64) -> bool,
    ) -> Result<(), Refusal> {
        let [one, other] = [from % 16, to % 16];
        let _low = lock(&self.turns[one.min(other)]);
        let _high = (one != other).then(|| lock(&self.turns[one.max(other)]));
        let before = self.balances();
        decide(before[from], before[to], amount, approve)?;
        let mut balances = lock(&self.balances);
        balances[from] -= amount;
        balances[to] += amount;
        Ok(())
    }

    pub fn balances(&self) -> Vec<u64> {
        lock(&self.balances).clone()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn decide(
    from: u64,
    to: u64,
    amount: u64,
    approve: impl FnOnce(u64, u64) -> bool,
) -> Result<(), Refusal> {
    if from < amount {
        return Err(Refusal::NotCovered);
    }
    match approve(from, to) {
        true => Ok(()),
        false => Err(Refusal::NotApproved),
    }
}
