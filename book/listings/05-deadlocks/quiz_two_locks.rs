use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let table = Mutex::new("laid");
    let soup = Mutex::new(false);
    let ready = Condvar::new();
    thread::scope(|s| {
        s.spawn(|| {
            let _table = table.lock().unwrap();
            let soup = soup.lock().unwrap();
            let _soup = ready.wait_while(soup, |is_ready| !*is_ready).unwrap();
        });
        let _table = table.lock().unwrap();
        *soup.lock().unwrap() = true;
        ready.notify_one();
    });
    println!("served");
}
