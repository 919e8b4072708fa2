//! Misconception: A ratio is a number with a point in it; rounding puts it right.
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
        let saved = (workers - 1) as f64 * self.item.as_secs_f64();
        let as_long = self.piece.as_secs_f64() / saved;
        as_long
            .is_finite()
            .then(|| (as_long.floor() + 1.0) as usize)
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        let worth = self.piece.as_secs_f64() * f64::from(parts);
        let items = worth / self.item.as_secs_f64();
        (!items.is_infinite()).then(|| (items.ceil() as usize).max(1))
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
