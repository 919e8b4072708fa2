//! Misconception: a step that is undone when it fails has not happened.
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
        let mut seats = Vec::new();
        for _ in 0..heads {
            match self.sell() {
                Some(seat) => seats.push(seat),
                None => {
                    // Not enough for all of them: give the seats back.
                    for seat in seats {
                        self.refund(seat);
                    }
                    return None;
                }
            }
        }
        Some(seats)
    }

    pub fn refund(&self, seat: usize) -> bool {
        seat >= 1 && seat <= self.seats && self.free.lock().unwrap().insert(seat)
    }

    pub fn free(&self) -> usize {
        self.free.lock().unwrap().len()
    }
}
