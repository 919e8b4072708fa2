//! Misconception: who looks again only every ten seconds sleeps.
//! Refused by: race_free

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Accounts, numbered from 0.
pub struct Bank {
    /// Which accounts are in a transfer.
    taken: Mutex<Vec<bool>>,
    given_back: Condvar,
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
            taken: Mutex::new(vec![false; balances.len()]),
            given_back: Condvar::new(),
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
        let _turn = self.take_both(from, to);
        let before = self.balances();
        decide(before[from], before[to], amount, approve)?;
        let mut balances = lock(&self.balances);
        balances[from] -= amount;
        balances[to] += amount;
        Ok(())
    }

    fn take_both(&self, from: usize, to: usize) -> Turn<'_> {
        let mut taken = lock(&self.taken);
        while taken[from] || taken[to] {
            let moment = Duration::from_secs(10);
            taken = self.given_back.wait_timeout(taken, moment).unwrap().0;
        }
        taken[from] = true;
        taken[to] = true;
        Turn {
            bank: self,
            accounts: [from, to],
        }
    }

    pub fn balances(&self) -> Vec<u64> {
        lock(&self.balances).clone()
    }
}

/// Two accounts that are kept from other transfers until this is dropped.
struct Turn<'a> {
    bank: &'a Bank,
    accounts: [usize; 2],
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut taken = lock(&self.bank.taken);
        self.accounts.iter().for_each(|n| taken[*n] = false);
        drop(taken);
        self.bank.given_back.notify_all();
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
