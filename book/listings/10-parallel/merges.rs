/// Comparisons of a merge sort at most: all of them, and those on the longest chain.
fn comparisons(items: u64, cut_off: u64) -> (u64, u64) {
    if items <= cut_off {
        let sorted_in_place = items * u64::from(items.next_power_of_two().ilog2());
        return (sorted_in_place, sorted_in_place);
    }
    let (left, right) = (items / 2, items - items / 2);
    let (left, right) = (comparisons(left, cut_off), comparisons(right, cut_off));
    // The halves side by side; then one thread merges them.
    (left.0 + right.0 + items, left.1.max(right.1) + items)
}

pub fn main() {
    println!("    items   cut-off       work      span   at most");
    for (items, cut_off) in [
        (1 << 10, 1 << 6),
        (1 << 20, 1 << 6),
        (1 << 20, 1 << 13),
        (1 << 20, 1 << 18),
        (1 << 30, 1 << 13),
    ] {
        let (work, span) = comparisons(items, cut_off);
        let faster = work as f64 / span as f64;
        println!("{items:>10} {cut_off:>8} {work:>11} {span:>10} {faster:>6.1} times");
    }
}
