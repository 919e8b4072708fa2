//! Misconception: the more pieces, the more of them run at the same time.
//! Refused by: speeds_up

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(items: Vec<T>, _cut_off: usize) -> Vec<T> {
    sorted(items)
}

fn sorted<T: Ord + Send>(mut items: Vec<T>) -> Vec<T> {
    if items.len() < 2 {
        return items;
    }
    let right = items.split_off(items.len() / 2);
    let (left, right) = rayon::join(|| sorted(items), || sorted(right));
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
