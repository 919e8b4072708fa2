use std::time::Duration;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

async fn client() -> usize {
    let line = [0_u8; 256];
    sleep(Duration::from_secs(3600)).await;
    line.len()
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    println!("the future of a client: {} bytes", size_of_val(&client()));
    let start = Instant::now();
    let clients: JoinSet<usize> = (0..10_000).map(|_| client()).collect();
    println!("{} tasks, one thread", clients.len());
    let all = clients.join_all().await;
    println!("{} have ended after {:?}", all.len(), start.elapsed());
}
