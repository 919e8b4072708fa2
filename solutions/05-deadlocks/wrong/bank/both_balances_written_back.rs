//! Misconception: a transfer reads two balances, computes two and writes two, also if the accounts are the same.
//! Refused by: behaves

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
        let low = self.lock(from.min(to));
        let high = (from != to).then(|| self.lock(from.max(to)));
        let (payer, payee) = match &high {
            None => (*low, *low),
            Some(high) if from < to => (*low, **high),
            Some(high) => (**high, *low),
        };
        decide(payer, payee, amount, approve)?;
        self.write_back(low, high, from < to, (payer - amount, payee + amount));
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

    fn write_back(
        &self,
        mut low: MutexGuard<'_, u64>,
        high: Option<MutexGuard<'_, u64>>,
        payer_is_low: bool,
        (payer, payee): (u64, u64),
    ) {
        match high {
            None => (*low, _) = (payee, payer),
            Some(mut high) if payer_is_low => (*low, *high) = (payer, payee),
            Some(mut high) => (*low, *high) = (payee, payer),
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
