//! Two inequalities solved in whole nanoseconds, and rayon told where to stop cutting.

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
        // piece + g·item < workers·g·item: what the other workers save must be more than the piece costs.
        // More than fits is more than any piece costs.
        let saved = (workers as u128 - 1).saturating_mul(self.item.as_nanos());
        let as_long = self.piece.as_nanos().checked_div(saved)?;
        usize::try_from(as_long + 1).ok()
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        // piece·parts ≤ g·item.
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
    // Not `par_chunks(grain)`, which is right too: this one cuts no finer than the thieves ask for.
    items
        .par_iter()
        .with_min_len(grain)
        .map_init(scratch, work)
        .collect()
}
