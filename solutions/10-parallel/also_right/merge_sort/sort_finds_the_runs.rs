//! `sort` merges as well: it sees that there are two sorted runs, and that is all that is left to do.

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (mut left, mut right) =
        rayon::join(|| merge_sort(items, cut_off), || merge_sort(right, cut_off));
    left.append(&mut right);
    left.sort();
    left
}
