//! The right to change an account is one thing, its balance another: an audit waits for nobody.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Accounts, numbered from 0.
pub struct Bank {
    /// Whoever holds an account's lock may change it. Taken in the order of the list.
    turns: Vec<Mutex<()>>,
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
            turns: balances.iter().map(|_| Mutex::new(())).collect(),
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
        let _low = lock(&self.turns[from.min(to)]);
        let _high = (from != to).then(|| lock(&self.turns[from.max(to)]));
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
