//! One lock for a moment, and a mark on each account that is reserved: both are taken at once or neither.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Accounts, numbered from 0.
pub struct Bank {
    state: Mutex<State>,
    /// Somebody has given accounts back.
    given_back: Condvar,
}

struct State {
    balances: Vec<u64>,
    /// For each account: a transfer has it to itself.
    reserved: Vec<bool>,
}

/// Two accounts (or one, twice) that a transfer has to itself until this is dropped.
struct Reserved<'a> {
    bank: &'a Bank,
    accounts: [usize; 2],
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
            state: Mutex::new(State {
                balances: balances.to_vec(),
                reserved: vec![false; balances.len()],
            }),
            given_back: Condvar::new(),
        }
    }

    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u64,
        approve: impl FnOnce(u64, u64) -> bool,
    ) -> Result<(), Refusal> {
        let _reserved = self.reserve([from, to]);
        let (payer, payee) = {
            let state = self.lock();
            (state.balances[from], state.balances[to])
        };
        if payer < amount {
            return Err(Refusal::NotCovered);
        }
        if !approve(payer, payee) {
            return Err(Refusal::NotApproved);
        }
        let mut state = self.lock();
        state.balances[from] -= amount;
        state.balances[to] += amount;
        Ok(())
    }

    pub fn balances(&self) -> Vec<u64> {
        self.lock().balances.clone()
    }

    /// Both at once or neither: nobody holds one account while waiting for the other.
    fn reserve(&self, accounts: [usize; 2]) -> Reserved<'_> {
        let mut state = self.lock();
        while accounts.iter().any(|account| state.reserved[*account]) {
            state = self.given_back.wait(state).unwrap();
        }
        for account in accounts {
            state.reserved[account] = true;
        }
        Reserved {
            bank: self,
            accounts,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Reserved<'_> {
    fn drop(&mut self) {
        let mut state = self.bank.lock();
        for account in self.accounts {
            state.reserved[account] = false;
        }
        self.bank.given_back.notify_all();
    }
}
