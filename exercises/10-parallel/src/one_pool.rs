//! Ticket: four hundred threads for eight cores.
//!
//! The chapters of a report are set in parallel, and each chapter starts a pool for its pages. Several reports are
//! asked for at once. At month's end the machine runs four hundred threads, and is slower than with eight.
//! Write an engine that all of them share: who hands out work inside of work hands it to the same threads.
//!
//! What must hold:
//! - An engine has as many threads of its own as `new` was asked for, and one if that was 0. All `work` runs in these, whoever
//!   calls `map`, also from a thread of another pool, and no other threads are started. The thread that calls `map` from outside only waits.
//! - `map` does each part of each group once. The results stand as the parts did: a list for each group, in order.
//! - All threads get work as long as there are parts that nobody has begun: of many small groups,
//!   and of a big one, too. However long a part takes, no other one has to wait for it while a thread is free.
//! - Several threads may call `map` at the same time: they share the engine's threads,
//!   and none has to wait for another one's call to end.
//! - `work` may call `map` of the same engine, and the `work` of that again: the parts inside are shared among the threads
//!   like all others. This ends, also with one thread.
//! - A panic of `work` goes on to the caller of `map`, with what it carries. The engine is as good as before.
//! - When the engine is dropped, its threads end.

/// Threads for everything that is computed.
pub struct Engine {
    threads: usize,
}

impl Engine {
    /// An engine with so many threads; 0 means one.
    pub fn new(threads: usize) -> Self {
        Engine { threads }
    }

    /// Does `work` for each part of each group.
    pub fn map<T, R>(&self, groups: &[Vec<T>], work: impl Fn(&T) -> R + Sync + Send) -> Vec<Vec<R>>
    where
        T: Sync,
        R: Send,
    {
        let _ = work;
        todo!("{} groups for {} threads", groups.len(), self.threads)
    }
}
