use std::time::Duration;
use tokio::time::MissedTickBehavior::{Burst, Delay, Skip};
use tokio::time::{Instant, interval, sleep};

const SECOND: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    for policy in [Burst, Delay, Skip] {
        // ANCHOR: ticks
        let start = Instant::now();
        let mut ticks = interval(10 * SECOND);
        ticks.set_missed_tick_behavior(policy);
        let mut moments = Vec::new();
        for number in 0..6 {
            ticks.tick().await;
            moments.push(start.elapsed().as_secs());
            if number == 1 {
                sleep(27 * SECOND).await; // until 37 s
            }
        }
        println!("{policy:?}: {moments:?}");
        // ANCHOR_END: ticks
    }
}
