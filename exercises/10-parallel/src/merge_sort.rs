//! Ticket: sort the night's orders, on all cores.
//!
//! Somebody wrote a merge sort that calls `rayon::join` for every half, down to single orders.
//! It is slower than the sequential one: most of its time goes into handing pieces over.
//!
//! What must hold:
//! - `merge_sort` returns the items in ascending order, all of them. It is stable: items that are equal stay in the
//!   order in which they came.
//! - A piece of up to `cut_off` items (at least 1) is sorted where it is: nothing of it is handed to the pool. More than
//!   `cut_off` are divided into two halves, equal or nearly so, which the pool's threads can sort at the same
//!   time; so are the halves, until no piece has more than `cut_off`.
//! - It works in the rayon pool that it is called in, with all of its threads. It starts no threads and builds no
//!   pools.
//! - n items take about n·log₂(n) comparisons, and never more than three times as many.
//! - If a comparison panics, its panic reaches the caller.

/// The items in ascending order; equal ones in the order in which they came.
pub fn merge_sort<T: Ord + Send>(items: Vec<T>, cut_off: usize) -> Vec<T> {
    todo!("sort {} items, in pieces of {cut_off} at most", items.len())
}
