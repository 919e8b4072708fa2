//! Chandy and Misra (1984): a fork is dirty once it was eaten with, and a dirty fork is given away when asked for.

use std::sync::{Condvar, Mutex, MutexGuard};

/// A round table with a fork between each two seats.
pub struct Table {
    forks: Mutex<Vec<Fork>>,
    moved: Condvar,
}

/// Always belongs to one of its two neighbours.
#[derive(Clone, Copy)]
struct Fork {
    owner: usize,
    /// Its owner has eaten with it since he got it. A clean one is kept until then.
    dirty: bool,
    in_use: bool,
    /// The neighbour waits for it, and gets it after the meal, even if its owner is hungry again at once.
    asked_for: bool,
}

/// Gives the forks away or lays them down when dropped.
struct Meal<'a> {
    table: &'a Table,
    seat: usize,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        // Fork `n` lies between seats `n` and `n - 1`. All belong to the lower seat at first: no circle of owners.
        let fork = |n: usize| Fork {
            owner: n.saturating_sub(1),
            dirty: true,
            in_use: false,
            asked_for: false,
        };
        Table {
            forks: Mutex::new((0..seats).map(fork).collect()),
            moved: Condvar::new(),
        }
    }

    pub fn dine<R>(&self, seat: usize, eat: impl FnOnce() -> R) -> R {
        let mut forks = self.lock();
        while !fetch(&mut forks, seat) {
            forks = self.moved.wait(forks).unwrap();
        }
        for fork in pair(&forks, seat) {
            forks[fork].in_use = true;
        }
        drop(forks);
        let _meal = Meal { table: self, seat };
        eat()
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Fork>> {
        self.forks.lock().unwrap()
    }
}

impl Fork {
    /// Forks are cleaned before they are given away.
    fn give_to(&mut self, seat: usize) {
        self.owner = seat;
        self.dirty = false;
        self.asked_for = false;
    }
}

fn pair(forks: &[Fork], seat: usize) -> [usize; 2] {
    [seat, (seat + 1) % forks.len()]
}

/// Takes what the neighbours must give; true when both forks are there.
fn fetch(forks: &mut [Fork], seat: usize) -> bool {
    for fork in pair(forks, seat) {
        let fork = &mut forks[fork];
        if fork.owner == seat {
            continue;
        }
        if fork.dirty && !fork.in_use {
            fork.give_to(seat);
        } else {
            fork.asked_for = true;
        }
    }
    pair(forks, seat)
        .iter()
        .all(|fork| forks[*fork].owner == seat)
}

impl Drop for Meal<'_> {
    fn drop(&mut self) {
        let mut forks = self.table.lock();
        let count = forks.len();
        let neighbours = [(self.seat + count - 1) % count, (self.seat + 1) % count];
        for (fork, neighbour) in pair(&forks, self.seat).into_iter().zip(neighbours) {
            let fork = &mut forks[fork];
            fork.in_use = false;
            fork.dirty = true;
            if fork.asked_for {
                fork.give_to(neighbour);
            }
        }
        self.table.moved.notify_all();
    }
}
