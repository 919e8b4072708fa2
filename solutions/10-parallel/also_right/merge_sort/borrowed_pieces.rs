//! Slices of options are halved, so that no item moves before it is merged.

use std::cmp::Ordering;

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(items: Vec<T>, cut_off: usize) -> Vec<T> {
    let mut places: Vec<Option<T>> = items.into_iter().map(Some).collect();
    sorted(&mut places, cut_off)
}

fn sorted<T: Ord + Send>(places: &mut [Option<T>], cut_off: usize) -> Vec<T> {
    if places.len() <= cut_off {
        return inserted(places.iter_mut().filter_map(Option::take));
    }
    let (left, right) = places.split_at_mut(places.len() / 2);
    let (left, mut right) = rayon::join(|| sorted(left, cut_off), || sorted(right, cut_off));
    // From the back, so that taking the last one costs nothing.
    let (mut left, mut merged) = (left, Vec::new());
    while let (Some(l), Some(r)) = (left.last(), right.last()) {
        let last = match l.cmp(r) {
            Ordering::Greater => left.pop(),
            Ordering::Less | Ordering::Equal => right.pop(),
        };
        merged.extend(last);
    }
    merged.extend(right.into_iter().rev());
    merged.extend(left.into_iter().rev());
    merged.reverse();
    merged
}

/// Insertion with a binary search: n log n comparisons.
fn inserted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut sorted: Vec<T> = Vec::new();
    for item in items {
        let place = sorted.partition_point(|earlier| *earlier <= item);
        sorted.insert(place, item);
    }
    sorted
}
