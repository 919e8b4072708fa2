//! Misconception: any order will do, so let the poorer account come first.
//! Refused by: race_free, shuts_down

use std::sync::{Mutex, MutexGuard, PoisonError};

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
        let payer_has = *self.lock(from);
        let payee_has = *self.lock(to);
        let payer_first = (payer_has, from) < (payee_has, to);
        let (mut payer, mut payee) = if payer_first {
            let payer = self.lock(from);
            (payer, self.lock(to))
        } else {
            let payee = self.lock(to);
            (self.lock(from), payee)
        };
        decide(*payer, *payee, amount, approve)?;
        *payer -= amount;
        *payee += amount;
        Ok(())
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
