//! Misconception: Nanoseconds fit into 64 bits, and so does what is computed from them.
//! Refused by: behaves

use rayon::prelude::*;
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
        let saved = (workers as u64 - 1).wrapping_mul(self.item.as_nanos() as u64);
        let as_long = (self.piece.as_nanos() as u64).checked_div(saved)?;
        as_long.checked_add(1).map(|items| items as usize)
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        let worth = (self.piece.as_nanos() as u64).wrapping_mul(u64::from(parts));
        match self.item.as_nanos() as u64 {
            0 => (worth == 0).then_some(1),
            item => Some(worth.div_ceil(item).max(1) as usize),
        }
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
    items
        .par_iter()
        .with_min_len(grain)
        .map_init(scratch, work)
        .collect()
}
