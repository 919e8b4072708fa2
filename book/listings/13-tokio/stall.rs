use std::cell::Cell;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

const NAP: Duration = Duration::from_millis(20);

// ANCHOR: fetches
async fn blocks() {
    std::thread::sleep(NAP);
}

async fn waits() {
    sleep(NAP).await;
}

async fn blocks_elsewhere() {
    spawn_blocking(|| std::thread::sleep(NAP)).await.unwrap();
}
// ANCHOR_END: fetches

/// Runs three of them together, and counts how many are in flight at the same time.
async fn three(fetch: impl AsyncFn()) -> usize {
    let (now, peak) = (Cell::new(0), Cell::new(0));
    let counted = async || {
        now.set(now.get() + 1);
        peak.set(now.get().max(peak.get()));
        fetch().await;
        now.set(now.get() - 1);
    };
    tokio::join!(counted(), counted(), counted());
    peak.get()
}

#[tokio::main(flavor = "current_thread")]
pub async fn main() {
    println!("blocks: {} at a time", three(blocks).await);
    println!("waits: {} at a time", three(waits).await);
    println!(
        "blocks elsewhere: {} at a time",
        three(blocks_elsewhere).await
    );
}
