use std::time::Duration;
use tokio::time::{Instant, sleep};

async fn call(seconds: u64) {
    sleep(Duration::from_secs(seconds)).await;
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    for batch in [[4, 1, 1], [1, 1, 4], [1, 4, 1]] {
        let [a, b, c] = batch.map(call);
        tokio::join!(a, b, c);
    }
    println!("{} s", start.elapsed().as_secs());
}
