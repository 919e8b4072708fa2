//! Ticket: the clock in the hall stands still whenever somebody works.
//!
//! One runtime of one thread drives the clock, the doors and everything else in the house. The four functions below
//! came from a program with threads. They return what they should, and each of them stops the clock.
//! Find out where, and mend it.
//!
//! What must hold:
//! - While one of these futures waits or computes, other tasks of the same thread go on: `Disk::read` is not called in
//!   the runtime's thread, and nothing there waits for it; `step` is called there at most 16 times in a row,
//!   between two turns of the others, or in another thread as often as you like; pauses are tokio's; and nobody holds
//!   the lock on `total` while a price is awaited.
//! - `read_all` reads up to `READS` files at the same time, and never more. Results stand in the order of the names;
//!   an error is its own file's only. If it is dropped, reads that have begun end, and no other begins, not even one that
//!   waits for a thread already.
//! - `checksum` hands `step` the pieces one after another, each with the sum so far, beginning with 0.
//! - `knock` calls `open` up to `tries` times, until it says `true`, and returns what it said last (`false` without
//!   a try). Between two calls it pauses: `pause` the first time, then always twice as long as before, however long.
//! - `add_price` adds the price to the total, whatever others do with the total meanwhile. Prices are awaited at the
//!   same time if it is called at the same time. If it is dropped before the price is there, nothing is added.
//! - A panic in `read` or `step` comes out of the function as it did before, with what was panicked with.
//!
//! The futures of `read_all` and `checksum` may be spawned.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// So many files are read at the same time.
pub const READS: usize = 4;

/// Something with files. Each call blocks its thread for a while.
pub trait Disk: Send + Sync + 'static {
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// What is in the files.
pub async fn read_all(disk: Arc<dyn Disk>, names: Vec<String>) -> Vec<io::Result<Vec<u8>>> {
    names.iter().map(|name| disk.read(name)).collect()
}

/// The checksum over all pieces. A step takes a tenth of a millisecond, and there may be thousands of pieces.
pub async fn checksum<S>(pieces: Vec<Vec<u8>>, step: S) -> u64
where
    S: Fn(u64, &[u8]) -> u64 + Send + 'static,
{
    pieces.iter().fold(0, |sum, piece| step(sum, piece))
}

/// Knocks until somebody opens.
pub async fn knock(mut open: impl FnMut() -> bool, mut pause: Duration, tries: u32) -> bool {
    for left in (0..tries).rev() {
        if open() {
            return true;
        }
        if left > 0 {
            thread::sleep(pause);
            pause *= 2;
        }
    }
    false
}

/// Adds a price to the total as soon as it is known.
pub async fn add_price(total: &Mutex<u64>, price: impl Future<Output = u64>) {
    let mut total = total.lock().unwrap();
    *total += price.await;
}
