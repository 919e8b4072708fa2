//! One piece more than there are threads: few, and still one to take.

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
        let saved = self.item.as_nanos().saturating_mul(others);
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
    let size = (items.len() / (rayon::current_num_threads() + 1)).max(grain);
    items
        .par_chunks(size)
        .flat_map_iter(|p| {
            let mut s = scratch();
            p.iter().map(|i| work(&mut s, i)).collect::<Vec<R>>()
        })
        .collect()
}
