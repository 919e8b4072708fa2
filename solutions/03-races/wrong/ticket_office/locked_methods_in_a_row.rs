//! Misconception: methods that are safe one by one are safe one after the other.
//! Refused by: race_free

use std::collections::BTreeSet;
use std::sync::Mutex;

pub struct TicketOffice {
    seats: usize,
    free: Mutex<BTreeSet<usize>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            seats,
            free: Mutex::new((1..=seats).collect()),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.free.lock().unwrap().pop_first()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        if self.free() < heads {
            return None;
        }
        // There are enough, so every sale succeeds.
        Some((0..heads).map(|_| self.sell().unwrap()).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        if seat == 0 || seat > self.seats {
            return false;
        }
        self.free.lock().unwrap().insert(seat)
    }

    pub fn free(&self) -> usize {
        self.free.lock().unwrap().len()
    }
}
