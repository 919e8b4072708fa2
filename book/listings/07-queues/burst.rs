use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::{Duration, Instant};

const MINUTE: Duration = Duration::from_secs(60);

pub fn main() {
    for capacity in [0, 1, 4, 7] {
        let (place, orders) = sync_channel(capacity);
        let start = Instant::now();
        let kitchen = thread::spawn(move || orders.iter().for_each(|()| thread::sleep(MINUTE)));
        (0..8).for_each(|_| place.send(()).unwrap());
        let waiter_free = start.elapsed().as_secs() / 60;
        drop(place);
        kitchen.join().unwrap();
        let all_cooked = start.elapsed().as_secs() / 60;
        println!("{capacity}: {waiter_free} min, {all_cooked} min");
    }
}
