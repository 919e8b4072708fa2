//! Misconception: a panic is a panic: the caller needs to know that nobody approved, and not why.
//! Refused by: shuts_down

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Accounts, numbered from 0.
pub struct Bank {
    /// Taken in the order of this list, lower numbers first, by transfers and by the audit: a circle of threads
    /// that wait for each other would need one that goes down. The balances would be no order: they change.
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
    /// One account for each balance.
    pub fn new(balances: &[u64]) -> Self {
        Bank {
            accounts: balances.iter().copied().map(Mutex::new).collect(),
        }
    }

    /// Moves `amount` if there is enough and `approve` says yes to the balances of `from` and `to`, in this order.
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
        // Only now, and in two steps that cannot fail: whatever `approve` did, there is nothing to take back.
        *payer -= amount;
        *payee += amount;
        Ok(())
    }

    /// All balances, as they stood at one moment.
    pub fn balances(&self) -> Vec<u64> {
        // All locks are held until the last one is: a sum over accounts that were looked at one after the other
        // would count money twice that moves meanwhile, or not at all.
        let guards: Vec<_> = (0..self.accounts.len()).map(|n| self.lock(n)).collect();
        guards.iter().map(|balance| **balance).collect()
    }

    /// Two different accounts, in the order asked for, locked in the order of their numbers.
    fn lock_both(&self, a: usize, b: usize) -> (MutexGuard<'_, u64>, MutexGuard<'_, u64>) {
        if a < b {
            let a = self.lock(a);
            (a, self.lock(b))
        } else {
            let b = self.lock(b);
            (self.lock(a), b)
        }
    }

    /// The poison says that `approve` panicked, and it has nothing to do with the balance.
    fn lock(&self, account: usize) -> MutexGuard<'_, u64> {
        self.accounts[account]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
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
    let said = catch_unwind(AssertUnwindSafe(|| approve(from, to)));
    match said.unwrap_or_else(|_| panic!("nobody has approved")) {
        true => Ok(()),
        false => Err(Refusal::NotApproved),
    }
}
