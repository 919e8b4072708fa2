//! Misconception: one lock over everything is the cure for deadlocks, and waiting is its price.
//! Refused by: race_free

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Accounts, numbered from 0.
pub struct Bank {
    accounts: Mutex<Vec<u64>>,
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
            accounts: Mutex::new(balances.to_vec()),
        }
    }

    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u64,
        approve: impl FnOnce(u64, u64) -> bool,
    ) -> Result<(), Refusal> {
        let mut accounts = self.lock();
        decide(accounts[from], accounts[to], amount, approve)?;
        accounts[from] -= amount;
        accounts[to] += amount;
        Ok(())
    }

    pub fn balances(&self) -> Vec<u64> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<u64>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
