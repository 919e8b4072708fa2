//! Ticket: find the deadlock in a run in which it did not strike.
//!
//! Last week's deadlock needed a full moon. Its cause, though, can be seen in every run: somewhere the journal
//! is taken with the ledger held, elsewhere the ledger with the journal held. Linux has `lockdep` for this.
//! Build a small one: a recorder that every lock tells what is taken while what is held.
//!
//! What must hold:
//! - When a thread that holds `a` goes to take `b`, that is an *order* `a -> b`: also while it still
//!   waits for `b`. With several locks held it is an order from each of them.
//! - A lock is held until its guard is dropped, in whatever sequence guards are dropped, or by a panic, which
//!   leaves the lock as good as before. Orders stay for ever, whichever thread they come from.
//! - Locks whose names read the same count as one: to take an `account` with another `account` held is
//!   the order `account -> account`. Two recorders know nothing of each other.
//! - The recorder keeps nobody waiting who does not wait for a lock anyway. `report` answers at once.
//! - An order lies on a cycle if orders lead from its second lock back to its first, however many they are.
//!   (It does not matter that today a third lock may keep the two threads apart.)
//!
//! The report says how many of the orders lie on a cycle, and lists those, sorted by the first name and then the
//! second, each with the name of the thread that it was first seen in (`?` if that has none).
//! Each line ends with a line feed:
//!
//! ```text
//! 2 of 3 orders lie on a cycle
//!   journal -> ledger, first in auditor
//!   ledger -> journal, first in teller
//! ```

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard};

/// Knows all orders.
pub struct Recorder {
    // Yours.
}

/// A mutex that tells its recorder who takes it.
pub struct Watched<'a, T> {
    name: &'static str,
    recorder: &'a Recorder,
    value: Mutex<T>,
}

/// Access to the value until dropped.
pub struct Guard<'a, T> {
    watched: &'a Watched<'a, T>,
    value: MutexGuard<'a, T>,
}

impl Recorder {
    pub fn new() -> Self {
        todo!("a recorder that has seen nothing")
    }

    pub fn watch<T>(&self, name: &'static str, value: T) -> Watched<'_, T> {
        Watched {
            name,
            recorder: self,
            value: Mutex::new(value),
        }
    }

    pub fn report(&self) -> String {
        todo!("which orders lie on a cycle?")
    }
}

impl<T> Watched<'_, T> {
    pub fn lock(&self) -> Guard<'_, T> {
        todo!("record the orders, then take {}", self.name)
    }
}

impl<T> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        todo!("this thread no longer holds {}", self.watched.name)
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}
