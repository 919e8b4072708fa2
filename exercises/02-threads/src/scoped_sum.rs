//! Ticket: the value of all orders, on all cores.
//!
//! The orders of a year stand in one long list.
//! To work out what one of them is worth takes a while, and one thread does it for all of them,
//! while the other cores rest.
//! The list belongs to the caller, who goes on with it afterwards: it is lent to the threads,
//! neither moved nor copied.
//!
//! What must hold:
//! - `worth` is asked exactly once about each order, and `total` returns the sum, which fits into a `u64`.
//! - It is asked in at most `threads` threads in all; the one that calls `total` may be one of them.
//!   There may be fewer orders than that, or none.
//! - They work at the same time, and no thread works while the others have long been done:
//!   if every order takes a minute, all of them take `orders.len() / threads` minutes, rounded up.
//! - If `worth` panics, `total` panics with that same panic: the one that its caller catches carries
//!   what `worth`'s carried. If several panic, any of them will do.
//!
//! You have `threads`, which is at least 1, and no other way to know how many cores there are.

/// What all orders are worth together.
pub fn total<T: Sync>(orders: &[T], threads: usize, worth: impl Fn(&T) -> u64 + Sync) -> u64 {
    let asked = orders.iter().map(worth);
    todo!("ask about {} orders, in {threads} threads", asked.len())
}
