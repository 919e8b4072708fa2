//! Misconception: a cut-off is the first length that is worth dividing.
//! Refused by: speeds_up

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() < cut_off.max(2) {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(|| merge_sort(items, cut_off), || merge_sort(right, cut_off));
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
