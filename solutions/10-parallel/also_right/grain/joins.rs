//! Halves by `join`, as long as both are worth it, written into places that are there already.

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
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    if !items.is_empty() {
        fill(items, &mut results, grain, &scratch, &work);
    }
    results.into_iter().flatten().collect()
}

fn fill<T, S, R>(
    items: &[T],
    results: &mut [Option<R>],
    grain: usize,
    scratch: &(impl Fn() -> S + Sync),
    work: &(impl Fn(&mut S, &T) -> R + Sync),
) where
    T: Sync,
    R: Send,
{
    let middle = items.len() / 2;
    if middle < grain {
        let mut scratch = scratch();
        for (place, item) in results.iter_mut().zip(items) {
            *place = Some(work(&mut scratch, item));
        }
        return;
    }
    let (left, right) = items.split_at(middle);
    let (first, second) = results.split_at_mut(middle);
    rayon::join(
        || fill(left, first, grain, scratch, work),
        || fill(right, second, grain, scratch, work),
    );
}
