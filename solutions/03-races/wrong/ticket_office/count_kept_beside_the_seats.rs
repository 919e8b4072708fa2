//! Misconception: two facts that are each kept correctly are correct together.
//! Refused by: race_free

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

pub struct TicketOffice {
    seats: usize,
    free: Mutex<BTreeSet<usize>>,
    /// The length of `free`, so that nobody has to lock it to know.
    count: AtomicUsize,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            seats,
            free: Mutex::new((1..=seats).collect()),
            count: AtomicUsize::new(seats),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        let seat = self.free.lock().unwrap().pop_first()?;
        self.count.fetch_sub(1, Ordering::SeqCst);
        Some(seat)
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let seats: Vec<usize> = {
            let mut free = self.free.lock().unwrap();
            if free.len() < heads {
                return None;
            }
            (0..heads).filter_map(|_| free.pop_first()).collect()
        };
        self.count.fetch_sub(heads, Ordering::SeqCst);
        Some(seats)
    }

    pub fn refund(&self, seat: usize) -> bool {
        if seat == 0 || seat > self.seats {
            return false;
        }
        let added = self.free.lock().unwrap().insert(seat);
        if added {
            self.count.fetch_add(1, Ordering::SeqCst);
        }
        added
    }

    pub fn free(&self) -> usize {
        self.count.load(Ordering::SeqCst)
    }
}
