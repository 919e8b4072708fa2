use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

const STARTS: usize = 3;
const SECOND: Duration = Duration::from_secs(1);

// ANCHOR: limits
/// Counts anew in each second.
async fn by_the_second(present: &Mutex<(Instant, usize)>) {
    let mut present = present.lock().await;
    if present.1 == STARTS {
        sleep_until(present.0 + SECOND).await;
    }
    while present.0 + SECOND <= Instant::now() {
        *present = (present.0 + SECOND, 0);
    }
    present.1 += 1;
}
// ANCHOR_END: limits

/// Remembers the latest starts. The lock is held across the wait: it is the line.
async fn by_the_latest(latest: &Mutex<VecDeque<Instant>>) {
    let mut latest = latest.lock().await;
    if latest.len() == STARTS {
        sleep_until(latest[0] + SECOND).await;
        latest.pop_front();
    }
    latest.push_back(Instant::now());
}
/// Asks seven times from 900 ms on, and prints when each was let through.
async fn seven(name: &str, start: Instant, limit: impl AsyncFn()) {
    sleep_until(start + 900 * SECOND / 1000).await;
    let moments = RefCell::new(Vec::new());
    let ask = async || {
        limit().await;
        moments.borrow_mut().push(start.elapsed().as_millis());
    };
    tokio::join!(ask(), ask(), ask(), ask(), ask(), ask(), ask());
    println!("{name}: {:?}", moments.borrow());
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let start = Instant::now();
    let (present, latest) = (Mutex::new((start, 0)), Mutex::default());
    tokio::join!(
        seven("by the second", start, async || by_the_second(&present)
            .await),
        seven("by the latest", start, async || by_the_latest(&latest)
            .await),
    );
}
