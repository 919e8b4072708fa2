//! Ticket: the simulation needs a barrier that a worker can leave.
//!
//! Each worker computes its strip of the board, waits until all strips are done, and goes on with the
//! next round. One of them, the leader of the round, also swaps the two boards.
//! `std::sync::Barrier` would do, if all workers stayed to the end: it has no way to leave,
//! and the others wait for ever for the one that is gone. So write your own.
//!
//! What must hold:
//! - `wait` returns when all parties have called it in this round, and not before.
//! - The barrier can be used again at once, any number of times. A fast thread that is back for round 2
//!   while a slow one is still on its way out of round 1 disturbs nobody.
//! - In each round `wait` says `true` to exactly one thread, the leader, and `false` to all others.
//!   Which one is up to you.
//! - `leave` takes one party away for good: this round and all later ones go without it.
//!   If the others are all waiting for it, they go on, and one of them is the leader as in any other round.
//!   `leave` itself never waits.
//! - A thread that waits sleeps. It does not look again and again.
//!
//! What may not happen either: a thread gets past because it was woken for no reason.
//!
//! You need not think of more than `parties` threads at the barrier, or of more than `parties` leaving.

/// Holds its parties until all of them have arrived, round after round.
pub struct Barrier {
    // Yours.
}

impl Barrier {
    /// For at least one party. With one, `wait` never waits and its thread always leads.
    pub fn new(parties: usize) -> Self {
        todo!("a barrier for {parties} parties")
    }

    /// Waits for all others of this round. True for exactly one of them: the leader.
    pub fn wait(&self) -> bool {
        todo!("sleep until all parties of this round are here")
    }

    /// Called by a thread that will not come back; it has not called `wait` in this round.
    pub fn leave(&self) {
        todo!("from now on, one party fewer")
    }
}
