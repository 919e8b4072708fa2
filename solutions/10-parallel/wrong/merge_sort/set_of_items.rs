//! Misconception: a `BTreeSet` is sorted, and has everything that was put in.
//! Refused by: behaves

use std::collections::BTreeSet;

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(|| merge_sort(items, cut_off), || merge_sort(right, cut_off));
    merge(left, right)
}

fn merge<T: Ord>(left: Vec<T>, right: Vec<T>) -> Vec<T> {
    let all: BTreeSet<T> = left.into_iter().chain(right).collect();
    all.into_iter().collect()
}
