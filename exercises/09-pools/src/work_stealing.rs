//! Ticket: the tree that is heavy on one side.
//!
//! We add up the sizes of folders: a folder is split into two halves, and each half again.
//! One half may hold a thousand times as much as the other, so handing each worker an equal share does not help.
//! In our pool of fixed size it is worse: a job that waits for its half keeps a worker from working,
//! and once all of them wait, nobody is left to do what they wait for.
//! Write a pool for this. `join` puts one half down and does the other; whoever has nothing to do steals.
//!
//! What must hold:
//! - Pieces of work run in the pool's threads and nowhere else, each once. `run` hands in the first piece
//!   and sleeps until it is over. Several threads may be in `run` at the same time, and each gets its own piece's result.
//! - `join` puts `b` down, does `a` in its own worker, and returns both results when both are over.
//! - Who looks for something to do takes the piece that it has put down last itself.
//!   If none is left of its own, it steals the oldest one of another worker, the biggest most likely.
//!   What `run` has handed in comes after its own pieces, too, and in the order in which it was handed in;
//!   whether before or after stolen pieces is yours to say.
//! - Nobody idles while a piece lies there, put down by whichever worker or handed in by `run`:
//!   neither a worker without work, nor one that waits in `join`, as often as there is something to do.
//! - Who finds nothing sleeps, and does not ask again and again. It wakes when a piece is put down,
//!   or when what it waits for is over.
//! - If `a` or `b` panics, `join` panics with what that panic carried, a text or anything else,
//!   but not before both are over; with `a`'s if both do. `run` does the same with its piece. No worker is lost to a panic.
//! - Dropping the pool ends its threads and comes back when they have ended.

/// Threads that do pieces of work and steal from each other.
pub struct Pool {
    // Yours.
}

/// What a piece of work gets: the worker that does it.
pub struct Worker {
    // Yours.
}

impl Pool {
    /// Starts `workers` threads, at least one.
    pub fn new(workers: usize) -> Self {
        todo!("start {workers} threads that look for pieces of work")
    }

    /// Does the piece, and all that it puts down, in the pool's threads.
    pub fn run<T>(&self, piece: impl FnOnce(&Worker) -> T + Send + 'static) -> T
    where
        T: Send + 'static,
    {
        let _ = piece;
        todo!("hand the piece in, and sleep until it is over")
    }
}

impl Worker {
    /// Does both, at the same time if another worker is free.
    pub fn join<A, B>(
        &self,
        a: impl FnOnce(&Worker) -> A,
        b: impl FnOnce(&Worker) -> B + Send + 'static,
    ) -> (A, B)
    where
        B: Send + 'static,
    {
        let _ = (a, b);
        todo!("put `b` down, do `a`, then work on until `b` is over")
    }
}
