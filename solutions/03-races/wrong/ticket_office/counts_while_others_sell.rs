//! Misconception: under a read lock nothing changes, so a count takes its time.
//! Refused by: race_free

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

pub struct TicketOffice {
    /// Whether each seat is sold. Single seats change under the read lock, so that desks don't wait for each other.
    sold: RwLock<Vec<AtomicBool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        let sold = (0..seats).map(|_| AtomicBool::new(false)).collect();
        Self {
            sold: RwLock::new(sold),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        let sold = self.sold.read().unwrap();
        loop {
            let free = |seat: &AtomicBool| !seat.load(Ordering::SeqCst);
            let index = sold.iter().position(free)?;
            if !sold[index].swap(true, Ordering::SeqCst) {
                return Some(index + 1);
            }
        }
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let mut sold = self.sold.write().unwrap();
        let free = (1..=sold.len()).filter(|seat| !sold[seat - 1].load(Ordering::SeqCst));
        let seats: Vec<usize> = free.take(heads).collect();
        if seats.len() < heads {
            return None;
        }
        for seat in &seats {
            *sold[seat - 1].get_mut() = true;
        }
        Some(seats)
    }

    pub fn refund(&self, seat: usize) -> bool {
        let sold = self.sold.read().unwrap();
        let place = seat.checked_sub(1).and_then(|index| sold.get(index));
        place.is_some_and(|sold| sold.swap(false, Ordering::SeqCst))
    }

    pub fn free(&self) -> usize {
        let sold = self.sold.read().unwrap();
        let free = |seat: &&AtomicBool| !seat.load(Ordering::SeqCst);
        sold.iter().filter(free).count()
    }
}
