use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Asks a service that takes its time.
async fn fetch(millis: u64) -> u64 {
    sleep(Duration::from_millis(millis)).await;
    millis
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    let got = tokio::join!(fetch(2_000), fetch(1_500), fetch(1_000));
    println!("{got:?} after {:?}, in one task", start.elapsed());

    let start = Instant::now();
    let logger = tokio::spawn(async move {
        sleep(Duration::from_millis(500)).await;
        println!("logged after {:?}, awaited by nobody", start.elapsed());
    });
    fetch(2_000).await;
    println!("fetched after {:?}", start.elapsed());
    logger.await.unwrap();
}
