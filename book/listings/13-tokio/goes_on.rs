use std::time::Duration;
use tokio::time::{sleep, timeout};

const SECOND: Duration = Duration::from_secs(1);

async fn query(name: &str) {
    sleep(5 * SECOND).await;
    println!("{name}: the database has answered, and nobody listens");
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    // ANCHOR: two
    let future = timeout(2 * SECOND, query("a future"));
    println!("a future: late is {}", future.await.is_err());

    let task = tokio::spawn(query("a task"));
    let handle = timeout(2 * SECOND, task);
    println!("a task: late is {}", handle.await.is_err());
    // ANCHOR_END: two
    sleep(10 * SECOND).await;
}
