//! Misconception: while both accounts are kept from other transfers, money can be moved at once and moved back after a no.
//! Refused by: race_free

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
        if before[from] < amount {
            return Err(Refusal::NotCovered);
        }
        let mut payment = Payment {
            bank: self,
            from: to,
            to: from,
            amount,
        };
        move_money(&self.balances, from, to, amount);
        if !approve(before[from], before[to]) {
            return Err(Refusal::NotApproved);
        }
        payment.amount = 0;
        Ok(())
    }

    pub fn balances(&self) -> Vec<u64> {
        lock(&self.balances).clone()
    }
}

/// Moves the money back when dropped, unless nothing is left to move.
struct Payment<'a> {
    bank: &'a Bank,
    from: usize,
    to: usize,
    amount: u64,
}

impl Drop for Payment<'_> {
    fn drop(&mut self) {
        move_money(&self.bank.balances, self.from, self.to, self.amount);
    }
}

fn move_money(balances: &Mutex<Vec<u64>>, from: usize, to: usize, amount: u64) {
    let mut balances = lock(balances);
    balances[from] -= amount;
    balances[to] += amount;
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
