//! Ticket: the bank stands still, and nobody has an error to show.
//!
//! Every transfer must be approved, and an approval can take an hour. Meanwhile the two accounts
//! must stay as they were when it began, so a transfer keeps both to itself. On Monday
//! somebody paid Ann from Bob's account while somebody else paid Bob from Ann's; since then both wait.
//! The cure of Tuesday, one transfer at a time, made a thousand customers wait for one approval.
//!
//! What must hold:
//! - `transfer` asks `approve` once, with both balances. From then on until the money has moved
//!   (or `approve` has said no) nobody else changes either of the two accounts.
//! - A transfer that the account cannot pay is refused with `NotCovered`, without asking anybody.
//!   Never is an account below zero, and no money is made or lost.
//! - A transfer from an account to itself is a transfer as any other: it must be covered, it is asked
//!   for, and it changes nothing.
//! - `balances` are those of one moment. The auditor who adds them up gets the same sum every time,
//!   and never sees money moved that `approve` has not said yes to.
//! - Nobody waits for ever: whatever transfers and audits run at the same time, all of them end.
//! - A transfer never waits for one that has no account in common with it, whoever else is waiting.
//!   For one that has, it may wait also while that one is itself waiting for a third.
//!   (It may wait for `balances`, and `balances` for transfers.)
//! - A thread that waits sleeps. It does not look again and again.
//! - When `approve` panics, the caller of `transfer` gets this very panic, no money has moved,
//!   and both accounts are as good as before.
//!
//! You need not think of numbers of accounts that the bank does not have, of more money than fits into
//! a `u64`, or of an `approve` that itself asks the bank for something.

/// Accounts, numbered from 0.
pub struct Bank {
    // Yours.
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
        todo!("a bank of {} accounts", balances.len())
    }

    /// Moves `amount` if there is enough and `approve` says yes to the balances of `from` and `to`, in this order.
    pub fn transfer(
        &self,
        from: usize,
        to: usize,
        amount: u64,
        approve: impl FnOnce(u64, u64) -> bool,
    ) -> Result<(), Refusal> {
        let _ = approve;
        todo!("move {amount} from {from} to {to}")
    }

    /// All balances, as they stood at one moment.
    pub fn balances(&self) -> Vec<u64> {
        todo!("what all accounts hold at one moment")
    }
}
