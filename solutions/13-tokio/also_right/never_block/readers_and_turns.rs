//! As many readers as reads that may happen, which share the list; the checksum gives way after each piece.

use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep;

/// So many files are read at the same time.
pub const READS: usize = 4;

/// Something with files. Each call blocks its thread for a while.
pub trait Disk: Send + Sync + 'static {
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// What is in the files.
pub async fn read_all(disk: Arc<dyn Disk>, names: Vec<String>) -> Vec<io::Result<Vec<u8>>> {
    let count = names.len();
    let list = Arc::new(Mutex::new(names.into_iter().enumerate()));
    let mut readers = JoinSet::new();
    for _ in 0..READS.min(count) {
        let (disk, list) = (Arc::clone(&disk), Arc::clone(&list));
        readers.spawn(async move {
            let mut got = Vec::new();
            loop {
                let next = list.lock().unwrap().next();
                let Some((place, name)) = next else {
                    return got;
                };
                let disk = Arc::clone(&disk);
                // In a set of its own, which takes it back from the pool when the reader is dropped.
                let mut read = JoinSet::new();
                read.spawn_blocking(move || disk.read(&name));
                let read = read.join_next().await.expect("one went in");
                got.push((place, read.unwrap_or_else(pass_on)));
            }
        });
    }
    let mut all = Vec::with_capacity(count);
    while let Some(got) = readers.join_next().await {
        all.extend(got.unwrap_or_else(pass_on));
    }
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, result)| result).collect()
}

/// The checksum over all pieces. A step takes a tenth of a millisecond, and there may be thousands of pieces.
pub async fn checksum<S>(pieces: Vec<Vec<u8>>, step: S) -> u64
where
    S: Fn(u64, &[u8]) -> u64 + Send + 'static,
{
    let mut sum = 0;
    for piece in &pieces {
        sum = step(sum, piece);
        tokio::task::yield_now().await;
    }
    sum
}

/// Nobody aborts these tasks, so what went wrong is a panic. It goes on as if there had been no task.
fn pass_on<T>(error: JoinError) -> T {
    resume_unwind(error.into_panic())
}

/// Knocks until somebody opens.
pub async fn knock(mut open: impl FnMut() -> bool, mut pause: Duration, tries: u32) -> bool {
    for left in (0..tries).rev() {
        if open() {
            return true;
        }
        if left > 0 {
            sleep(pause).await;
            pause *= 2;
        }
    }
    false
}

/// Adds a price to the total as soon as it is known.
pub async fn add_price(total: &Mutex<u64>, price: impl Future<Output = u64>) {
    let price = price.await;
    *total.lock().unwrap() += price;
}
