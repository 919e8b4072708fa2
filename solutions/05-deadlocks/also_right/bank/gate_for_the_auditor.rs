//! Transfers share a gate that an audit closes; the locks are `parking_lot`'s, which a panic leaves as they are.

use parking_lot::{Mutex, RwLock};

/// Accounts, numbered from 0.
pub struct Bank {
    accounts: Vec<Mutex<u64>>,
    /// Read by transfers, written by audits.
    gate: RwLock<()>,
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
            gate: RwLock::new(()),
        }
    }

    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u64,
        approve: impl FnOnce(u64, u64) -> bool,
    ) -> Result<(), Refusal> {
        let _open = self.gate.read();
        if from == to {
            let balance = self.accounts[from].lock();
            return decide(*balance, *balance, amount, approve);
        }
        let low = self.accounts[from.min(to)].lock();
        let high = self.accounts[from.max(to)].lock();
        let (mut payer, mut payee) = match from < to {
            true => (low, high),
            false => (high, low),
        };
        decide(*payer, *payee, amount, approve)?;
        *payer -= amount;
        *payee += amount;
        Ok(())
    }

    pub fn balances(&self) -> Vec<u64> {
        let _closed = self.gate.write();
        self.accounts
            .iter()
            .map(|balance| *balance.lock())
            .collect()
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
