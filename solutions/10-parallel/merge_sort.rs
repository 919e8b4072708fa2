//! Halves that can be stolen, down to the cut-off; then two sorted halves are merged.

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        // Stable, unlike `sort_unstable`.
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(|| merge_sort(items, cut_off), || merge_sort(right, cut_off));
    // What cannot be divided: the last merge goes through all items in one thread.
    merge(left, right)
}

fn merge<T: Ord>(left: Vec<T>, right: Vec<T>) -> Vec<T> {
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let mut left = left.into_iter().peekable();
    for item in right {
        // `<=`: what is equal and came earlier goes first.
        while let Some(earlier) = left.next_if(|earlier| *earlier <= item) {
            merged.push(earlier);
        }
        merged.push(item);
    }
    merged.extend(left);
    merged
}
