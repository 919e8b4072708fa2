//! # The ticket office
//!
//! A theatre sells numbered seats from several desks at once, a thread a desk.
//! The old program looked whether a seat was free and then sold it.
//! On the night of the premiere two families held tickets for the same chairs.
//!
//! The rule: every call takes effect at one moment, somewhere between its start and its return.
//! The desks never see a sale that is half done.
//!
//! What may not happen:
//!
//! - a seat is sold to two buyers, or a seat is sold that the house doesn't have;
//! - a buyer is turned away though a seat is free;
//! - a party that cannot be seated takes seats from others, even for a moment;
//! - a ticket is refunded twice.

/// The seats of one performance, numbered from 1.
///
/// All desks share it by reference.
pub struct TicketOffice {}

impl TicketOffice {
    /// A house with the seats `1..=seats`, all of them free.
    pub fn new(seats: usize) -> Self {
        todo!("open a house with {seats} seats")
    }

    /// Sells a free seat, whichever, and returns its number.
    ///
    /// `None` if the house is sold out.
    pub fn sell(&self) -> Option<usize> {
        todo!("sell a free seat")
    }

    /// Sells as many seats as the party has heads, or none at all.
    ///
    /// `None` if fewer are free; a party of 0 gets no seat, and that is a success.
    pub fn sell_party(&self, heads: usize) -> Option<Vec<usize>> {
        todo!("seat a party of {heads} together or not at all")
    }

    /// Takes a sold seat back, so that it can be sold again.
    ///
    /// Returns whether the seat was sold: `false` for a free seat or a number that the house doesn't have.
    pub fn refund(&self, seat: usize) -> bool {
        todo!("take seat {seat} back")
    }

    /// How many seats are free at this moment.
    pub fn free(&self) -> usize {
        todo!("count the free seats")
    }
}
