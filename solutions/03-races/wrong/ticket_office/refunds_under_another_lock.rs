//! Misconception: a lock protects an operation, so each operation gets its own.
//! Refused by: race_free

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};

pub struct TicketOffice {
    sold: Vec<AtomicBool>,
    free: AtomicUsize,
    /// Held while seats are sold.
    selling: Mutex<()>,
    /// Held while a seat is taken back.
    refunding: Mutex<()>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            sold: (0..seats).map(|_| AtomicBool::new(false)).collect(),
            free: AtomicUsize::new(seats),
            selling: Mutex::new(()),
            refunding: Mutex::new(()),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.sell_party(1)?.pop()
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let _selling = self.selling.lock().unwrap();
        let free = self.free.load(SeqCst);
        if free < heads {
            return None;
        }
        self.free.store(free - heads, SeqCst);
        let seats = (0..self.sold.len()).filter(|&index| !self.sold[index].load(SeqCst));
        let seats: Vec<usize> = seats.take(heads).collect();
        for &index in &seats {
            self.sold[index].store(true, SeqCst);
        }
        Some(seats.into_iter().map(|index| index + 1).collect())
    }

    pub fn refund(&self, seat: usize) -> bool {
        let _refunding = self.refunding.lock().unwrap();
        let Some(sold) = self.sold.get(seat.wrapping_sub(1)) else {
            return false;
        };
        if !sold.load(SeqCst) {
            return false;
        }
        sold.store(false, SeqCst);
        self.free.store(self.free.load(SeqCst) + 1, SeqCst);
        true
    }

    pub fn free(&self) -> usize {
        self.free.load(SeqCst)
    }
}
