//! Misconception: 128 bits hold whatever is multiplied.
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
        let others = workers.saturating_sub(1) as u128;
        let saved = self.item.as_nanos().wrapping_mul(others);
        let items = self.piece.as_nanos().checked_div(saved)? + 1;
        usize::try_from(items).ok()
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        let needed = self.piece.as_nanos() * u128::from(parts);
        if needed == 0 {
            return Some(1);
        }
        match self.item.as_nanos() {
            0 => None,
            item => usize::try_from(needed.div_ceil(item)).ok(),
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
        .par_chunks(grain)
        .flat_map_iter(|piece| {
            let mut scratch = scratch();
            piece
                .iter()
                .map(|item| work(&mut scratch, item))
                .collect::<Vec<R>>()
        })
        .collect()
}
