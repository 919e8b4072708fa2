use std::sync::mpsc;
use std::thread;
use std::time::Duration;

pub fn main() {
    let (waiter, orders) = mpsc::channel();
    let cook = thread::spawn(move || {
        let mut cooked = 0;
        // Nothing for a second: the evening is over.
        while let Ok(_order) = orders.recv_timeout(Duration::from_secs(1)) {
            cooked += 1;
        }
        cooked
    });
    for order in ["soup", "fish", "cake"] {
        if order == "cake" {
            thread::sleep(Duration::from_secs(2)); // the guests take their time
        }
        let _ = waiter.send(order);
    }
    drop(waiter);
    println!("{} of 3 orders cooked", cook.join().unwrap());
}
