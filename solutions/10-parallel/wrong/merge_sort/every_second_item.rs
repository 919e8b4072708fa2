//! Misconception: halves are halves, however the items are dealt out.
//! Refused by: behaves

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(mut items: Vec<T>, cut_off: usize) -> Vec<T> {
    if items.len() <= cut_off {
        items.sort();
        return items;
    }
    let (mut even, mut odd) = (Vec::new(), Vec::new());
    for (number, item) in items.into_iter().enumerate() {
        match number % 2 {
            0 => even.push(item),
            _ => odd.push(item),
        }
    }
    let (left, right) = rayon::join(|| merge_sort(even, cut_off), || merge_sort(odd, cut_off));
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
