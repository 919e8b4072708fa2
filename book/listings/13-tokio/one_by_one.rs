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
    let weather = fetch(2_000);
    let news = fetch(1_500);
    let stocks = fetch(1_000);
    let got = [weather.await, news.await, stocks.await];
    println!("{got:?} after {:?}", start.elapsed());
}
