//! # The lost update
//!
//! A museum counts its visitors.
//! Every gate has a sensor that reports the groups walking through, and a thread of its own that listens to the sensor.
//! The old counter read the total, added the group and wrote the total back.
//! On busy days it came out short.
//!
//! Write the counter four times, each time with another cure, so that we can compare them.
//!
//! The rule for all four: the result is the sum of all groups of all gates, in whatever order the threads run.
//!
//! What may not happen:
//!
//! - a group is lost, or counted twice;
//! - one gate waits for another: a sensor may be silent for hours, and the other gates go on counting;
//! - the total is handed out while a gate still counts.

/// What a sensor reports: the size of each group that walks through its gate, until the gate closes.
///
/// `next` waits for the group to come.
pub type Gate = Box<dyn Iterator<Item = u64> + Send>;

/// Cure 1: one total behind a lock.
pub fn locked(gates: Vec<Gate>) -> u64 {
    todo!("lock the total for {} gates", gates.len())
}

/// Cure 2: one thread owns the total, and the gates send their groups to it.
pub fn owned(gates: Vec<Gate>) -> u64 {
    todo!("send the groups of {} gates to one owner", gates.len())
}

/// Cure 3: every gate's thread keeps a subtotal, and the subtotals are added when the threads have ended.
pub fn joined(gates: Vec<Gate>) -> u64 {
    todo!("add the subtotals of {} gates", gates.len())
}

/// Cure 4: the total is an atomic integer.
pub fn atomic(gates: Vec<Gate>) -> u64 {
    todo!("count {} gates without a lock", gates.len())
}
