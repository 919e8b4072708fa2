//! Misconception: a dozen pieces are more than a pool has threads.
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
        let saved = (workers as u128 - 1).saturating_mul(self.item.as_nanos());
        let as_long = self.piece.as_nanos().checked_div(saved)?;
        usize::try_from(as_long + 1).ok()
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        let worth = self.piece.as_nanos() * u128::from(parts);
        match self.item.as_nanos() {
            0 => (worth == 0).then_some(1),
            item => usize::try_from(worth.div_ceil(item).max(1)).ok(),
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
    let size = items.len().div_ceil(12).max(grain);
    items
        .par_chunks(size)
        .flat_map_iter(|piece| {
            let mut scratch = scratch();
            let results = piece.iter().map(|item| work(&mut scratch, item));
            results.collect::<Vec<R>>()
        })
        .collect()
}
