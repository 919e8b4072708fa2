//! A quick look under the read lock, and then the true one under the write lock.
//!
//! The first look may be out of date when the write lock comes: it only spares buyers the wait once the house is full.

use std::collections::BTreeSet;
use std::sync::RwLock;

pub struct TicketOffice {
    seats: usize,
    free: RwLock<BTreeSet<usize>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            seats,
            free: RwLock::new((1..=seats).collect()),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        if self.free() == 0 {
            return None;
        }
        self.free.write().unwrap().pop_first()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        if self.free() < heads {
            return None;
        }
        let mut free = self.free.write().unwrap();
        if free.len() < heads {
            return None;
        }
        Some((0..heads).filter_map(|_| free.pop_first()).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        (1..=self.seats).contains(&seat) && self.free.write().unwrap().insert(seat)
    }

    pub fn free(&self) -> usize {
        self.free.read().unwrap().len()
    }
}
