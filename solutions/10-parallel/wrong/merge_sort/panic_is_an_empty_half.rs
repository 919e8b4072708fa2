//! Misconception: a half that cannot be sorted is left out.
//! Refused by: behaves

use std::panic::{AssertUnwindSafe, catch_unwind};

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(|| half(items, cut_off), || half(right, cut_off));
    merge(left, right)
}

fn half<T: Ord + Send>(items: Vec<T>, cut_off: usize) -> Vec<T> {
    catch_unwind(AssertUnwindSafe(|| merge_sort(items, cut_off))).unwrap_or_default()
}

fn merge<T: Ord>(left: Vec<T>, right: Vec<T>) -> Vec<T> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    for item in right {
        while let Some(earlier) = left.next_if(|earlier| *earlier <= item) {
            merged.push(earlier);
        }
        merged.push(item);
    }
    merged.extend(left);
    merged
}
