//! Misconception: whoever brings a ticket back has bought it, and only once.
//! Refused by: behaves

use std::sync::Mutex;

pub struct TicketOffice {
    free: Mutex<Vec<usize>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            free: Mutex::new((1..=seats).collect()),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.free.lock().unwrap().pop()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let mut free = self.free.lock().unwrap();
        if free.len() < heads {
            return None;
        }
        let left = free.len() - heads;
        Some(free.split_off(left))
    }

    pub fn refund(&self, seat: usize) -> bool {
        self.free.lock().unwrap().push(seat);
        true
    }

    pub fn free(&self) -> usize {
        self.free.lock().unwrap().len()
    }
}
