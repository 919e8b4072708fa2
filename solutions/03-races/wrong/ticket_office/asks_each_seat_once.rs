//! Misconception: who has found every seat taken has found the house full.
//! Refused by: race_free

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, Ordering};

pub struct TicketOffice {
    /// Whether each seat is sold. Who looks at several seats at once takes the write lock.
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
        // One swap looks and sells: no seat is sold twice.
        let sold = self.sold.read().unwrap();
        let mut seats = sold.iter();
        let index = seats.position(|sold| !sold.swap(true, Ordering::SeqCst))?;
        Some(index + 1)
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let mut sold = self.sold.write().unwrap();
        let seats: Vec<usize> = free_seats(&mut sold).take(heads).collect();
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
        free_seats(&mut self.sold.write().unwrap()).count()
    }
}

fn free_seats(sold: &mut [AtomicBool]) -> impl Iterator<Item = usize> {
    let seats = (1..).zip(sold);
    seats.filter_map(|(seat, sold)| (!*sold.get_mut()).then_some(seat))
}
