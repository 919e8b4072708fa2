//! Misconception: a check that is made under the lock stays true after the lock is released.
//! Refused by: race_free

use std::sync::Mutex;

/// The books of the office.
struct House {
    sold: Vec<bool>,
    free: usize,
}

pub struct TicketOffice {
    house: Mutex<House>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            house: Mutex::new(House {
                sold: vec![false; seats],
                free: seats,
            }),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.sell_party(1)?.pop()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let mut house = self.house.lock().unwrap();
        if house.free < heads {
            return None;
        }
        house.free -= heads;
        let mut seats = Vec::new();
        for (index, sold) in house.sold.iter_mut().enumerate() {
            if seats.len() < heads && !*sold {
                *sold = true;
                seats.push(index + 1);
            }
        }
        Some(seats)
    }

    pub fn refund(&self, seat: usize) -> bool {
        if !self.is_sold(seat) {
            return false;
        }
        let mut house = self.house.lock().unwrap();
        house.sold[seat - 1] = false;
        house.free += 1;
        true
    }

    pub fn free(&self) -> usize {
        self.house.lock().unwrap().free
    }

    fn is_sold(&self, seat: usize) -> bool {
        let house = self.house.lock().unwrap();
        seat >= 1 && seat <= house.sold.len() && house.sold[seat - 1]
    }
}
