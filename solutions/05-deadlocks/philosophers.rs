//! The dining philosophers: nobody takes a fork; whoever may eat takes both at once. Those who wait stand in line.

use std::sync::{Condvar, Mutex, MutexGuard};

/// A round table with a fork between each two seats.
pub struct Table {
    /// What all seats do, under one lock: whether somebody may eat depends on both neighbours,
    /// and a lock for each fork could not be asked for both in one step.
    evening: Mutex<Evening>,
    /// Somebody has finished. One condition variable for all: five threads are few.
    finished: Condvar,
}

struct Evening {
    seats: Vec<Seat>,
    /// The number that the next hungry philosopher draws.
    next_number: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seat {
    Thinking,
    /// In line since this number was drawn.
    Hungry(u64),
    Eating,
}

/// Both forks of a seat, until dropped: at the end of the meal, or in a panic.
struct Forks<'a> {
    table: &'a Table,
    seat: usize,
}

impl Table {
    /// For at least two philosophers. At a table of two, both need the same two forks.
    pub fn new(seats: usize) -> Self {
        let evening = Evening {
            seats: vec![Seat::Thinking; seats],
            next_number: 0,
        };
        Table {
            evening: Mutex::new(evening),
            finished: Condvar::new(),
        }
    }

    /// Waits for both forks of `seat`, calls `eat`, puts the forks back, and gives back what `eat` gave.
    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let _forks = self.take_forks(seat);
        eat()
    }

    fn take_forks(&self, seat: usize) -> Forks<'_> {
        let mut evening = self.lock();
        let number = evening.next_number;
        evening.next_number += 1;
        evening.seats[seat] = Seat::Hungry(number);
        let mut evening = self
            .finished
            .wait_while(evening, |evening| !evening.may_eat(seat, number))
            .unwrap();
        evening.seats[seat] = Seat::Eating;
        Forks { table: self, seat }
    }

    /// Cannot be poisoned: `eat` runs outside the lock.
    fn lock(&self) -> MutexGuard<'_, Evening> {
        self.evening.lock().unwrap()
    }
}

impl Evening {
    /// A neighbour who has been hungry for longer goes first; otherwise two who take turns would starve the one
    /// between them. Numbers differ, so there is no circle of philosophers who let each other go first.
    fn may_eat(&self, seat: usize, number: u64) -> bool {
        let count = self.seats.len();
        let neighbours = [(seat + 1) % count, (seat + count - 1) % count];
        neighbours
            .iter()
            .all(|neighbour| match self.seats[*neighbour] {
                Seat::Thinking => true,
                Seat::Hungry(drawn) => drawn > number,
                Seat::Eating => false,
            })
    }
}

impl Drop for Forks<'_> {
    fn drop(&mut self) {
        self.table.lock().seats[self.seat] = Seat::Thinking;
        // Both neighbours may have waited for this meal, and others may be woken for nothing.
        self.table.finished.notify_all();
    }
}
