//! Chunks of exactly the grain, and a loop over each; the sizes are found by trying the two neighbours of a quotient.

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
        let wins = |items: u128| {
            let work = items * self.item.as_nanos();
            self.piece.as_nanos() + work < (workers as u128).saturating_mul(work)
        };
        let others = workers.checked_sub(1).filter(|others| *others > 0)?;
        let near = self
            .piece
            .as_nanos()
            .checked_div((others as u128).saturating_mul(self.item.as_nanos()))?;
        let first = (near.max(1)..=near + 1).find(|items| wins(*items))?;
        first.try_into().ok()
    }

    /// How many items in a piece keep the cost of handing out small.
    pub fn grain(&self, parts: u32) -> Option<usize> {
        if self.piece.is_zero() {
            return Some(1);
        }
        let worth = self.piece.as_nanos().checked_mul(parts.into())?;
        let down = worth.checked_div(self.item.as_nanos())?;
        let up = down + u128::from(down * self.item.as_nanos() < worth);
        up.max(1).try_into().ok()
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
    let piece = |piece: &[T]| {
        let mut scratch = scratch();
        let mut results = Vec::with_capacity(piece.len());
        for item in piece {
            results.push(work(&mut scratch, item));
        }
        results
    };
    let results: Vec<Vec<R>> = items.par_chunks(grain).map(piece).collect();
    results.into_iter().flatten().collect()
}
