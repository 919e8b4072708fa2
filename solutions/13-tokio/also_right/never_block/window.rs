//! A window of handles: the oldest read is awaited before another one begins; the checksum in batches of sixteen.

use std::collections::VecDeque;
use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle, spawn_blocking};
use tokio::time::sleep;

/// So many files are read at the same time.
pub const READS: usize = 4;

/// Something with files. Each call blocks its thread for a while.
pub trait Disk: Send + Sync + 'static {
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// What is in the files.
pub async fn read_all(disk: Arc<dyn Disk>, names: Vec<String>) -> Vec<io::Result<Vec<u8>>> {
    let mut names = names.into_iter();
    let mut window: VecDeque<Reading> = VecDeque::new();
    let mut results = Vec::new();
    loop {
        while window.len() < READS
            && let Some(name) = names.next()
        {
            let disk = Arc::clone(&disk);
            window.push_back(Reading(spawn_blocking(move || disk.read(&name))));
        }
        let Some(Reading(oldest)) = window.front_mut() else {
            return results;
        };
        results.push(oldest.await.unwrap_or_else(pass_on));
        window.pop_front();
    }
}

/// A read that has not begun when this is dropped never begins.
struct Reading(JoinHandle<io::Result<Vec<u8>>>);

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// The checksum over all pieces. A step takes a tenth of a millisecond, and there may be thousands of pieces.
pub async fn checksum<S>(pieces: Vec<Vec<u8>>, step: S) -> u64
where
    S: Fn(u64, &[u8]) -> u64 + Send + 'static,
{
    let (mut pieces, mut step, mut sum) = (pieces.into_iter(), step, 0);
    while pieces.len() > 0 {
        let batch: Vec<Vec<u8>> = pieces.by_ref().take(1_000).collect();
        let part = spawn_blocking(move || {
            let sum = batch.iter().fold(sum, |sum, piece| step(sum, piece));
            (sum, step)
        });
        (sum, step) = part.await.unwrap_or_else(pass_on);
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
