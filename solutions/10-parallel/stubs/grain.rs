//! Ticket: pieces that are worth their trip.
//!
//! Somebody made the nightly sums parallel, one item at a time, and the night got longer:
//! to hand an item to another thread costs more than to add it up.
//! Work out how big a piece must be, from two times that were measured, and cut the list into such pieces.
//!
//! What must hold:
//! - A piece costs its thread `piece`, whatever is in it, and `item` for each of its items. One loop over all items
//!   hands nothing out, and costs `item` for each.
//! - `break_even` is the smallest number of items in a piece with which so many workers (at least one) win: they do a piece
//!   each, at the same time, in less time than one loop needs for all of these items. As long as the loop is no win.
//! - `grain` is the smallest number of items, at least 1, with which handing out costs at most one part in `parts`
//!   (at least one) of what the piece's items cost: with 10, at most a tenth.
//! - Both are exact: a `Duration` is a whole number of nanoseconds. `None` if no `usize` is big enough.
//! - `map_pieces` does each item once, and returns the results in the order of the items. It runs in the rayon pool
//!   in which it is called.
//! - Each piece begins with a call of `scratch`. What that returns is for the items of this piece only, one after
//!   the other.
//! - A piece has at least `grain` items (`grain` is at least 1); one of them may have less, where the items run out.
//! - There are more pieces than threads in the pool, or whoever is done early finds nothing to do; and no piece belongs
//!   to a thread beforehand. If an item takes long, more than half of the items don't wait for it. This holds for two
//!   threads or more, if there are at least `4 * threads * grain` items.

use std::time::Duration;

/// What was measured.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// To hand out one piece and have its results back.
    pub piece: Duration,
    /// To do one item.
    pub item: Duration,
}

impl Costs {
    /// From how many items in a piece so many workers beat one loop.
    pub fn break_even(&self, workers: usize) -> Option<usize> {
        todo!("the smallest piece with which {workers} workers beat one loop")
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        todo!("the smallest piece that loses at most one part in {parts}")
    }
}

/// Does `work` for each item, in pieces.
pub fn map_pieces<T, S, R>(
    items: &[T],
    grain: usize,
    scratch: impl Fn() -> S + Sync + Send,
    work: impl Fn(&mut S, &T) -> R + Sync + Send,
) -> Vec<R>
where
    T: Sync,
    R: Send,
{
    let _ = (scratch, work);
    todo!("{} items in pieces of {grain} or more", items.len())
}
