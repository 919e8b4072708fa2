use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);

pub fn main() {
    let (place, orders) = sync_channel(2);
    let start = Instant::now();
    let cook = thread::spawn(move || orders.iter().for_each(|()| thread::sleep(MINUTE)));
    for _ in 0..5 {
        place.send(()).unwrap();
    }
    println!("{}", start.elapsed().as_secs() / 60);
    drop(place);
    cook.join().unwrap();
}
