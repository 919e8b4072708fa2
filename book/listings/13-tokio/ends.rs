use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

const HOUR: Duration = Duration::from_secs(3600);

// ANCHOR: serve
async fn serve(mut door: Receiver<Guest>, stop: impl Future<Output = ()>) {
    let (mut guests, mut stop) = (JoinSet::new(), pin!(stop));
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            Some(guest) = door.recv() => drop(guests.spawn(guest.stay())),
            Some(_) = guests.join_next() => {}
        }
    }
    guests.shutdown().await;
}
// ANCHOR_END: serve

struct Guest {
    came: Instant,
    hours: u32,
}

impl Guest {
    async fn stay(self) {
        sleep(self.hours * HOUR).await;
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        let stayed = self.came.elapsed().as_secs() / HOUR.as_secs();
        println!("wanted to stay {} h, stayed {stayed} h", self.hours);
    }
}

#[tokio::main(flavor = "current_thread", start_paused = true)]
pub async fn main() {
    let (sender, door) = channel(3);
    for hours in [1, 2, 9] {
        let came = Instant::now();
        let _ = sender.send(Guest { came, hours }).await;
    }
    serve(door, sleep(4 * HOUR)).await;
    println!("closed, and nobody is left");
}
