//! Misconception: courtesy prevents quarrels: whoever is hungry lets a hungry neighbour go first.
//! Refused by: race_free, shuts_down

use std::sync::{Condvar, Mutex, MutexGuard};

/// A round table with a fork between each two seats.
pub struct Table {
    evening: Mutex<Evening>,
    finished: Condvar,
}

struct Evening {
    seats: Vec<Seat>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Seat {
    Thinking,
    Hungry,
    Eating,
}

struct Forks<'a> {
    table: &'a Table,
    seat: usize,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        Table {
            evening: Mutex::new(Evening {
                seats: vec![Seat::Thinking; seats],
            }),
            finished: Condvar::new(),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let _forks = self.take_forks(seat);
        eat()
    }

    fn take_forks(&self, seat: usize) -> Forks<'_> {
        let mut evening = self.lock();
        evening.seats[seat] = Seat::Hungry;
        let mut evening = self
            .finished
            .wait_while(evening, |evening| !evening.may_eat(seat))
            .unwrap();
        evening.seats[seat] = Seat::Eating;
        Forks { table: self, seat }
    }

    fn lock(&self) -> MutexGuard<'_, Evening> {
        self.evening.lock().unwrap()
    }
}

impl Evening {
    fn may_eat(&self, seat: usize) -> bool {
        let count = self.seats.len();
        let neighbours = [(seat + 1) % count, (seat + count - 1) % count];
        neighbours
            .iter()
            .all(|neighbour| match self.seats[*neighbour] {
                Seat::Thinking => true,
                Seat::Hungry => false,
                Seat::Eating => false,
            })
    }
}

impl Drop for Forks<'_> {
    fn drop(&mut self) {
        self.table.lock().seats[self.seat] = Seat::Thinking;
        self.table.finished.notify_all();
    }
}
