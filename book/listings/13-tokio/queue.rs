use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    let (pages, mut queue) = mpsc::channel(2);
    let finder = tokio::spawn(async move {
        for page in 1..=5 {
            pages.send(page).await.expect("somebody listens");
            println!("{:>2?}  page {page} is in", start.elapsed());
        }
        // `pages` is dropped here: that is how the queue is closed.
    });
    while let Some(page) = queue.recv().await {
        sleep(Duration::from_secs(10)).await;
        println!("{:>2?}  page {page} is fetched", start.elapsed());
    }
    finder.await.unwrap();
}
