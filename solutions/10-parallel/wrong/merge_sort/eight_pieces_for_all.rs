//! Misconception: Depth says when a piece is small enough.
//! Refused by: speeds_up

pub fn merge_sort<T: Ord + Send>(items: Vec<T>, cut_off: usize) -> Vec<T> {
    go(items, cut_off, 3)
}
fn go<T: Ord + Send>(mut items: Vec<T>, cut_off: usize, depth: u32) -> Vec<T> {
    if depth == 0 || items.len() <= cut_off.max(1) {
        items.sort();
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(
        || go(items, cut_off, depth - 1),
        || go(right, cut_off, depth - 1),
    );
    let mut merged = Vec::with_capacity(left.len() + right.len());
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    while let (Some(l), Some(r)) = (left.peek(), right.peek()) {
        let next = if l <= r { left.next() } else { right.next() };
        merged.extend(next);
    }
    merged.extend(left);
    merged.extend(right);
    merged
}
