//! Ticket: five philosophers and a dinner that does not end.
//!
//! They sit round a table, with one fork between each two of them, and nobody can eat without both
//! neighbouring forks: fork `seat` on one side, fork `seat + 1` on the other, and the last seat shares fork 0
//! with the first. (Dijkstra set this table in 1965; his forks were tape drives.)
//! Everybody takes the left fork, then waits for the right one. One evening all five took the left fork at once.
//!
//! What must hold:
//! - Two neighbours never eat at the same time.
//! - All who are hungry eat, whoever else is hungry, in whatever order they come: no deadlock.
//! - Nobody waits for ever while others eat again and again. If no meal takes longer than an hour,
//!   whoever calls `dine` at a table of `n` seats eats after `n` hours at the latest.
//! - Whoever has no neighbour in `dine` does not wait, whoever else waits. And if only one
//!   neighbour is there, a hungry philosopher eats at the moment when that neighbour has finished.
//! - A philosopher who waits sleeps. He does not look again and again.
//! - When `eat` panics, the caller of `dine` gets this very panic, and both forks are back on the table.
//!
//! Each seat is used by one thread at a time, which may call `dine` again as soon as it comes back.
//! Mind that a mutex keeps no line: a thread that lets go of it and asks again at once
//! may have it before those who have been waiting.

/// A round table with a fork between each two seats.
pub struct Table {
    // Yours.
}

impl Table {
    /// For at least two philosophers. At a table of two, both need the same two forks.
    pub fn new(seats: usize) -> Self {
        todo!("a table with {seats} seats and as many forks")
    }

    /// Waits for both forks of `seat`, calls `eat`, puts the forks back, and gives back what `eat` gave.
    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let _ = eat;
        todo!("let seat {seat} eat with both forks")
    }
}
