//! Misconception: The whole loop goes to the blocking pool, and the runtime is free.
//! Refused by: shuts_down, speeds_up

use std::io;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::task::{JoinError, spawn_blocking};
use tokio::time::sleep;

/// So many files are read at the same time.
pub const READS: usize = 4;

/// Something with files. Each call blocks its thread for a while.
pub trait Disk: Send + Sync + 'static {
    fn read(&self, name: &str) -> io::Result<Vec<u8>>;
}

/// What is in the files.
pub async fn read_all(disk: Arc<dyn Disk>, names: Vec<String>) -> Vec<io::Result<Vec<u8>>> {
    let reads = spawn_blocking(move || names.iter().map(|name| disk.read(name)).collect());
    reads.await.unwrap_or_else(pass_on)
}

/// The checksum over all pieces. A step takes a tenth of a millisecond, and there may be thousands of pieces.
pub async fn checksum<S>(pieces: Vec<Vec<u8>>, step: S) -> u64
where
    S: Fn(u64, &[u8]) -> u64 + Send + 'static,
{
    let sum = spawn_blocking(move || pieces.iter().fold(0, |sum, piece| step(sum, piece)));
    sum.await.unwrap_or_else(pass_on)
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
