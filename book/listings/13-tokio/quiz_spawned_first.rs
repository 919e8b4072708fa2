use std::time::Duration;
use tokio::time::{Instant, sleep};

async fn fetch(seconds: u64) -> u64 {
    sleep(Duration::from_secs(seconds)).await;
    seconds
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    let weather = tokio::spawn(fetch(3));
    let news = fetch(2);
    let stocks = fetch(1);
    stocks.await;
    news.await;
    weather.await.unwrap();
    println!("{} s", start.elapsed().as_secs());
}
