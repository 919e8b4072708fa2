//! Misconception: one `join` makes two threads busy, and more there are not.
//! Refused by: speeds_up

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let mut left = items;
    let mut right = right;
    rayon::join(|| left.sort(), || right.sort());
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
