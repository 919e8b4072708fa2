//! Misconception: a lock that is taken means that there is nothing to be had.
//! Refused by: race_free

use std::sync::Mutex;

pub struct TicketOffice {
    sold: Mutex<Vec<bool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            sold: Mutex::new(vec![false; seats]),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.sell_party(1)?.pop()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        // A desk never waits: its customers are impatient enough.
        let mut sold = self.sold.try_lock().ok()?;
        let free = (0..sold.len()).filter(|&index| !sold[index]);
        let seats: Vec<usize> = free.take(heads).collect();
        if seats.len() < heads {
            return None;
        }
        for &index in &seats {
            sold[index] = true;
        }
        Some(seats.into_iter().map(|index| index + 1).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        let mut sold = self.sold.lock().unwrap();
        let was_sold = seat >= 1 && sold.get(seat - 1) == Some(&true);
        if was_sold {
            sold[seat - 1] = false;
        }
        was_sold
    }

    pub fn free(&self) -> usize {
        self.sold
            .lock()
            .unwrap()
            .iter()
            .filter(|sold| !**sold)
            .count()
    }
}
