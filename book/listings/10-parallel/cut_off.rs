use std::sync::atomic::{AtomicUsize, Ordering};

static JOINS: AtomicUsize = AtomicUsize::new(0);

// ANCHOR: sum
fn sum(values: &[u64], cut_off: usize) -> u64 {
    if values.len() <= cut_off {
        return values.iter().sum();
    }
    JOINS.fetch_add(1, Ordering::Relaxed);
    let (left, right) = values.split_at(values.len() / 2);
    let (left, right) = rayon::join(|| sum(left, cut_off), || sum(right, cut_off));
    left + right
}
// ANCHOR_END: sum

pub fn main() {
    let values: Vec<u64> = (0..1_000_000).collect();
    for cut_off in [1, 1_000, 10_000] {
        JOINS.store(0, Ordering::Relaxed);
        let sum = sum(&values, cut_off);
        let joins = JOINS.load(Ordering::Relaxed);
        println!("down to {cut_off:>6}: {sum} after {joins:>6} joins");
    }
}
