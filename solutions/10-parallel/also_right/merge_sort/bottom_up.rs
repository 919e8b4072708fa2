//! Pieces of the cut-off's length are sorted first, then merged in pairs until one is left.

use rayon::prelude::*;

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(items: Vec<T>, cut_off: usize) -> Vec<T> {
    // As many pieces as halving would make, and of nearly the same length.
    let pieces = items.len().div_ceil(cut_off).max(1).next_power_of_two();
    let mut rest = items.into_iter();
    let mut lists: Vec<Vec<T>> = (0..pieces)
        .map(|done| {
            let length = rest.len().div_ceil(pieces - done);
            rest.by_ref().take(length).collect()
        })
        .collect();
    lists.par_iter_mut().for_each(|list| list.sort());
    while lists.len() > 1 {
        let mut pairs = Vec::new();
        let mut lists_left = lists.into_iter();
        while let (Some(left), Some(right)) = (lists_left.next(), lists_left.next()) {
            pairs.push((left, right));
        }
        lists = pairs
            .into_par_iter()
            .map(|(left, right)| merge(left, right))
            .collect();
    }
    lists.pop().unwrap_or_default()
}

fn merge<T: Ord>(left: Vec<T>, right: Vec<T>) -> Vec<T> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(l), Some(r)) = (left.peek(), right.peek()) {
        merged.extend(if r < l { right.next() } else { left.next() });
    }
    merged.extend(left);
    merged.extend(right);
    merged
}
