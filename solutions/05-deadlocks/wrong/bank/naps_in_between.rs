//! Misconception: a short sleep between two tries makes the trying harmless.
//! Refused by: race_free

use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

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
        loop {
            let mut payer = self.lock(from);
            let Some(mut payee) = self.try_lock(to) else {
                drop(payer);
                thread::sleep(Duration::from_millis(7));
                continue;
            };
            decide(*payer, *payee, amount, approve)?;
            *payer -= amount;
            *payee += amount;
            return Ok(());
        }
    }

    pub fn balances(&self) -> Vec<u64> {
        let guards: Vec<_> = (0..self.accounts.len()).map(|n| self.lock(n)).collect();
        guards.iter().map(|balance| **balance).collect()
    }

    #[track_caller]
    fn lock(&self, account: usize) -> MutexGuard<'_, u64> {
        let account = self.accounts[account].lock();
        account.unwrap_or_else(PoisonError::into_inner)
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
