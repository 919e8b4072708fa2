//! Misconception: compare_exchange fails only if there is nothing left to take.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

pub struct TicketOffice {
    free: AtomicUsize,
    sold: Mutex<Vec<bool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            free: AtomicUsize::new(seats),
            sold: Mutex::new(vec![false; seats]),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.sell_party(1)?.pop()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let free = self.free.load(SeqCst);
        let left = free.checked_sub(heads)?;
        self.free
            .compare_exchange(free, left, SeqCst, SeqCst)
            .ok()?;
        // The counter has granted the seats: now they only have to be picked.
        let mut sold = self.sold.lock().unwrap();
        let seats = (0..sold.len()).filter(|&index| !sold[index]);
        let seats: Vec<usize> = seats.take(heads).collect();
        for &index in &seats {
            sold[index] = true;
        }
        Some(seats.into_iter().map(|index| index + 1).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        let mut sold = self.sold.lock().unwrap();
        let Some(place) = seat.checked_sub(1).and_then(|index| sold.get_mut(index)) else {
            return false;
        };
        let was_sold = std::mem::replace(place, false);
        if was_sold {
            self.free.fetch_add(1, SeqCst);
        }
        was_sold
    }

    pub fn free(&self) -> usize {
        self.free.load(SeqCst)
    }
}
