//! Misconception: a thread for each half is the beginning, and the pool helps from there on.
//! Refused by: behaves

use std::panic::resume_unwind;
use std::thread;

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = thread::scope(|s| {
        let right = s.spawn(|| sorted(right, cut_off));
        let left = s.spawn(|| sorted(items, cut_off));
        (left.join(), right.join())
    });
    // A panic goes on as it was.
    merge(
        left.unwrap_or_else(|panic| resume_unwind(panic)),
        right.unwrap_or_else(|panic| resume_unwind(panic)),
    )
}

fn sorted<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(|| sorted(items, cut_off), || sorted(right, cut_off));
    merge(left, right)
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
