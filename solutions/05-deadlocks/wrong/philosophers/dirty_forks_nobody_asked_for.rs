//! Misconception: a dirty fork may be taken by the neighbour, so a neighbour who wants it will have it.
//! Refused by: shuts_down

use std::sync::{Condvar, Mutex, MutexGuard};

/// A round table with a fork between each two seats.
pub struct Table {
    forks: Mutex<Vec<Fork>>,
    moved: Condvar,
}

#[derive(Clone, Copy)]
struct Fork {
    owner: usize,
    dirty: bool,
    in_use: bool,
}

struct Meal<'a> {
    table: &'a Table,
    seat: usize,
}

impl Table {
    pub fn new(seats: usize) -> Self {
        let fork = |n: usize| Fork {
            owner: n.saturating_sub(1),
            dirty: true,
            in_use: false,
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

fn pair(forks: &[Fork], seat: usize) -> [usize; 2] {
    [seat, (seat + 1) % forks.len()]
}

fn fetch(forks: &mut [Fork], seat: usize) -> bool {
    for fork in pair(forks, seat) {
        let fork = &mut forks[fork];
        if fork.owner != seat && fork.dirty && !fork.in_use {
            *fork = Fork {
                owner: seat,
                dirty: false,
                in_use: false,
            };
        }
    }
    pair(forks, seat)
        .iter()
        .all(|fork| forks[*fork].owner == seat)
}

impl Drop for Meal<'_> {
    fn drop(&mut self) {
        let mut forks = self.table.lock();
        for fork in pair(&forks, self.seat) {
            forks[fork].in_use = false;
            forks[fork].dirty = true;
        }
        self.table.moved.notify_all();
    }
}
