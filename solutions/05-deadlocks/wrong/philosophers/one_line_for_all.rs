//! Misconception: one line in order of arrival is fair, and fair is what was asked for.
//! Refused by: race_free

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard};

/// A round table with a fork between each two seats.
pub struct Table {
    evening: Mutex<Evening>,
    changed: Condvar,
}

struct Evening {
    eating: Vec<bool>,
    /// Seats that wait; only the first may begin.
    line: VecDeque<usize>,
}

struct Forks<'a> {
    table: &'a Table,
    seat: usize,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        Table {
            evening: Mutex::new(Evening {
                eating: vec![false; seats],
                line: VecDeque::new(),
            }),
            changed: Condvar::new(),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let _forks = self.take_forks(seat);
        eat()
    }

    fn take_forks(&self, seat: usize) -> Forks<'_> {
        let mut evening = self.lock();
        evening.line.push_back(seat);
        let mut evening = self
            .changed
            .wait_while(evening, |evening| !evening.may_eat(seat))
            .unwrap();
        evening.line.pop_front();
        evening.eating[seat] = true;
        self.changed.notify_all();
        Forks { table: self, seat }
    }

    fn lock(&self) -> MutexGuard<'_, Evening> {
        self.evening.lock().unwrap()
    }
}

impl Evening {
    fn may_eat(&self, seat: usize) -> bool {
        let count = self.eating.len();
        let neighbours_think =
            !self.eating[(seat + 1) % count] && !self.eating[(seat + count - 1) % count];
        self.line.front() == Some(&seat) && neighbours_think
    }
}

impl Drop for Forks<'_> {
    fn drop(&mut self) {
        self.table.lock().eating[self.seat] = false;
        self.table.changed.notify_all();
    }
}
