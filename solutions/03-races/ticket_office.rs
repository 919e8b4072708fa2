//! The ticket office: one lock owns all that has to stay consistent.

use std::sync::{Mutex, MutexGuard};

/// The seats of one performance, numbered from 1.
pub struct TicketOffice {
    /// For each seat, whether it is sold; seat 1 at index 0.
    ///
    /// One mutex round the whole house and not one for each seat: a party takes several seats at one moment.
    /// The number of free seats isn't kept beside it: two facts in two places can disagree.
    sold: Mutex<Vec<bool>>,
}

impl TicketOffice {
    pub fn new(seats: usize) -> Self {
        Self {
            sold: Mutex::new(vec![false; seats]),
        }
    }

    pub fn sell(&self) -> Option<usize> {
        // A single buyer is a party of one: the rule is written down once.
        self.sell_party(1)?.pop()
    }

    /// Looks and sells under one guard.
    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        let mut sold = self.house();
        let seats: Vec<usize> = free_seats(&sold).take(heads).collect();
        if seats.len() < heads {
            return None;
        }
        for seat in &seats {
            sold[seat - 1] = true;
        }
        Some(seats)
    }

    pub fn refund(&self, seat: usize) -> bool {
        let mut sold = self.house();
        let place = seat.checked_sub(1).and_then(|index| sold.get_mut(index));
        place.is_some_and(std::mem::take)
    }

    pub fn free(&self) -> usize {
        free_seats(&self.house()).count()
    }

    fn house(&self) -> MutexGuard<'_, Vec<bool>> {
        self.sold
            .lock()
            .expect("no desk panics with the house in its hands")
    }
}

fn free_seats(sold: &[bool]) -> impl Iterator<Item = usize> {
    (1..)
        .zip(sold)
        .filter(|(_, sold)| !**sold)
        .map(|(seat, _)| seat)
}
