//! Misconception: fetch_add hands out each number once, so the seats that it hands out are all different.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct TicketOffice {
    seats: usize,
    /// Where the search for a free seat goes on; it goes round and round the house.
    next: AtomicUsize,
    sold: Mutex<Vec<bool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            seats,
            next: AtomicUsize::new(0),
            sold: Mutex::new(vec![false; seats]),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        Some(self.sell_party(1)?[0])
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        if self.free() < heads {
            return None;
        }
        Some((0..heads).map(|_| self.next_free_seat()).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        let mut sold = self.sold.lock().unwrap();
        if (1..=self.seats).contains(&seat) && sold[seat - 1] {
            sold[seat - 1] = false;
            return true;
        }
        false
    }

    pub fn free(&self) -> usize {
        self.sold
            .lock()
            .unwrap()
            .iter()
            .filter(|sold| !**sold)
            .count()
    }

    fn next_free_seat(&self) -> usize {
        // At most once round: `sell_party` has made sure that there are enough.
        for _ in 1..self.seats {
            let index = self.next.fetch_add(1, Ordering::SeqCst) % self.seats;
            if !std::mem::replace(&mut self.sold.lock().unwrap()[index], true) {
                return index + 1;
            }
        }
        let index = self.next.fetch_add(1, Ordering::SeqCst) % self.seats;
        self.sold.lock().unwrap()[index] = true;
        index + 1
    }
}
