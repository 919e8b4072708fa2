use std::sync::Mutex;
use std::thread;

pub fn main() {
    // From, to: 100 in all.
    let accounts = Mutex::new((100, 0));
    thread::scope(|s| {
        let transfer = s.spawn(|| {
            let mut both = accounts.lock().unwrap();
            both.0 -= 30;
            let amount: i32 = "30 EUR".parse().unwrap();
            both.1 += amount;
        });
        println!("the transfer panicked: {}", transfer.join().is_err());
    });
    println!("the lock is poisoned: {}", accounts.is_poisoned());
    let mut both = accounts
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    println!("half done: {both:?}");
    *both = (100, 0);
    drop(both);
    accounts.clear_poison();
    println!("mended: {:?}", accounts.lock().unwrap());
}
