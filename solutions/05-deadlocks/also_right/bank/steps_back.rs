//! No order: whoever finds the second account busy gives the first one back and waits for the busy one.

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

/// Accounts, numbered from 0.
pub struct Bank {
    accounts: Vec<Mutex<u64>>,
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
            accounts: balances.iter().copied().map(Mutex::new).collect(),
        }
    }

    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u64,
        approve: impl FnOnce(u64, u64) -> bool,
    ) -> Result<(), Refusal> {
        if from == to {
            let balance = self.lock(from);
            return decide(*balance, *balance, amount, approve);
        }
        let (mut payer, mut payee) = self.lock_both(from, to);
        decide(*payer, *payee, amount, approve)?;
        *payer -= amount;
        *payee += amount;
        Ok(())
    }

    pub fn balances(&self) -> Vec<u64> {
        let mut first = 0;
        loop {
            match self.try_all(first) {
                Ok(balances) => return balances,
                Err(busy) => first = busy,
            }
        }
    }

    fn lock(&self, account: usize) -> MutexGuard<'_, u64> {
        self.accounts[account]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for one account only while holding none.
    fn lock_both(&self, a: usize, b: usize) -> (MutexGuard<'_, u64>, MutexGuard<'_, u64>) {
        loop {
            let first = self.lock(a);
            if let Some(second) = self.try_lock(b) {
                return (first, second);
            }
            drop(first);
            let second = self.lock(b);
            if let Some(first) = self.try_lock(a) {
                return (first, second);
            }
        }
    }

    /// Waits for `first`, and for no other; or says which other was busy.
    fn try_all(&self, first: usize) -> Result<Vec<u64>, usize> {
        if self.accounts.is_empty() {
            return Ok(Vec::new());
        }
        let waited_for = self.lock(first);
        let mut others = Vec::new();
        for other in (0..self.accounts.len()).filter(|other| *other != first) {
            others.push(self.try_lock(other).ok_or(other)?);
        }
        others.insert(first, waited_for);
        Ok(others.iter().map(|balance| **balance).collect())
    }

    fn try_lock(&self, account: usize) -> Option<MutexGuard<'_, u64>> {
        match self.accounts[account].try_lock() {
            Ok(guard) => Some(guard),
            Err(TryLockError::Poisoned(poison)) => Some(poison.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
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
