use std::time::Duration;
use tokio::time::Instant;

const NAP: Duration = Duration::from_millis(10);

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    for _ in 0..3 {
        std::thread::sleep(NAP);
    }
    tokio::time::sleep(NAP).await;
    println!("{} ms", start.elapsed().as_millis());
}
