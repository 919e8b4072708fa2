//! Misconception: a counter that went below zero for a moment did no harm, if it is put right at once.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct TicketOffice {
    free: AtomicUsize,
    house: Mutex<Vec<bool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            free: AtomicUsize::new(seats),
            house: Mutex::new(vec![false; seats]),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        if self.free.fetch_sub(1, Ordering::SeqCst) == 0 {
            // Sold out: undo.
            self.free.fetch_add(1, Ordering::SeqCst);
            return None;
        }
        Some(self.assign())
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        if self.free.fetch_sub(heads, Ordering::SeqCst) < heads {
            self.free.fetch_add(heads, Ordering::SeqCst);
            return None;
        }
        Some((0..heads).map(|_| self.assign()).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        let mut house = self.house.lock().unwrap();
        match house.get_mut(seat.wrapping_sub(1)) {
            Some(sold) if *sold => {
                *sold = false;
                self.free.fetch_add(1, Ordering::SeqCst);
                true
            }
            _ => false,
        }
    }

    pub fn free(&self) -> usize {
        self.free.load(Ordering::SeqCst)
    }

    /// Gives out a seat that the counter has granted.
    fn assign(&self) -> usize {
        let mut house = self.house.lock().unwrap();
        let index = house.iter().position(|sold| !sold).unwrap_or(0);
        house[index] = true;
        index + 1
    }
}
