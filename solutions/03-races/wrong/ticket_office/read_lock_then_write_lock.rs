//! Misconception: what was seen under a read lock still holds when the write lock comes.
//! Refused by: race_free

use std::sync::RwLock;

pub struct TicketOffice {
    sold: RwLock<Vec<bool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            sold: RwLock::new(vec![false; seats]),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        let seats = self.sell_party(1)?;
        Some(seats[0])
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        // Looking needs no exclusive access: many desks can look at the same time.
        let seats = self.free_seats();
        if seats.len() < heads {
            return None;
        }
        let seats = seats[..heads].to_vec();
        let mut sold = self.sold.write().unwrap();
        for seat in &seats {
            sold[seat - 1] = true;
        }
        Some(seats)
    }

    pub fn refund(&self, seat: usize) -> bool {
        let mut sold = self.sold.write().unwrap();
        if seat == 0 || seat > sold.len() || !sold[seat - 1] {
            return false;
        }
        sold[seat - 1] = false;
        true
    }

    pub fn free(&self) -> usize {
        self.free_seats().len()
    }

    fn free_seats(&self) -> Vec<usize> {
        let sold = self.sold.read().unwrap();
        (1..=sold.len()).filter(|seat| !sold[seat - 1]).collect()
    }
}
