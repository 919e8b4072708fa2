//! One half is spawned, the other one sorted here; and a merge by two iterators.

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let mut right = items.split_off(items.len().div_ceil(2));
    let mut left = items;
    rayon::scope(|s| {
        s.spawn(|_| right = merge_sort(std::mem::take(&mut right), cut_off));
        left = merge_sort(std::mem::take(&mut left), cut_off);
    });
    merge(left, right)
}

fn merge<T: Ord>(left: Vec<T>, right: Vec<T>) -> Vec<T> {
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    std::iter::from_fn(|| match (left.peek(), right.peek()) {
        (Some(l), Some(r)) if r < l => right.next(),
        (Some(_), _) => left.next(),
        (None, _) => right.next(),
    })
    .collect()
}
