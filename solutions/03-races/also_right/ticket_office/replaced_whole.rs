//! The plan of the house never changes: each sale makes a new plan and swaps it in, if the old one is still current.
//!
//! The swap is under a lock, the planning is not; who finds another plan than the one that was read plans again.

use std::sync::{Arc, Mutex};

/// A plan of the house: which seats are free.
type Plan = Arc<Vec<usize>>;

pub struct TicketOffice {
    seats: usize,
    current: Mutex<Plan>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            seats,
            current: Mutex::new(Arc::new((1..=seats).collect())),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        self.sell_party(1).map(|seats| seats[0])
    }

    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        self.change(|free| {
            let (taken, left) = free.split_at_checked(heads)?;
            Some((left.to_vec(), taken.to_vec()))
        })
    }

    pub fn refund(&self, seat: usize) -> bool {
        let sold = |free: &[usize]| (1..=self.seats).contains(&seat) && !free.contains(&seat);
        self.change(|free| sold(free).then(|| ([free, &[seat]].concat(), ())))
            .is_some()
    }

    pub fn free(&self) -> usize {
        self.plan().len()
    }

    fn plan(&self) -> Plan {
        Arc::clone(&self.current.lock().unwrap())
    }

    /// Tries `step` until its plan replaces the one that it was made from, or until it has none to offer.
    fn change<T>(&self, step: impl Fn(&[usize]) -> Option<(Vec<usize>, T)>) -> Option<T> {
        loop {
            let before = self.plan();
            let (after, result) = step(&before)?;
            if self.replace(&before, after) {
                return Some(result);
            }
        }
    }

    fn replace(&self, before: &Plan, after: Vec<usize>) -> bool {
        let mut current = self.current.lock().unwrap();
        let unchanged = Arc::ptr_eq(&current, before);
        if unchanged {
            *current = Arc::new(after);
        }
        unchanged
    }
}
