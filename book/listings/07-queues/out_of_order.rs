use std::sync::{Mutex, mpsc};
use std::thread;

pub fn main() {
    let (place, orders) = mpsc::channel();
    let (serve, dishes) = mpsc::channel();
    (1..=2).for_each(|number| place.send(number).unwrap());
    drop(place);
    let orders = Mutex::new(orders);
    let cook = || {
        while let Ok(number) = { orders.lock().unwrap().recv() } {
            serve.send(number).unwrap();
        }
    };
    thread::scope(|s| {
        s.spawn(cook);
        s.spawn(cook);
    });
    println!(
        "served: {:?}",
        [dishes.recv(), dishes.recv()].map(Result::unwrap)
    );
}
