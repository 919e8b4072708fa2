use std::sync::Mutex;
use std::sync::mpsc::sync_channel;
use std::thread;

pub fn main() {
    let (window, dishes) = sync_channel(0);
    let log = Mutex::new(Vec::new());
    thread::scope(|s| {
        s.spawn(|| {
            window.send("soup").unwrap();
            log.lock().unwrap().push("sent");
        });
        dishes.recv().unwrap();
        log.lock().unwrap().push("taken");
    });
    println!("{}", log.lock().unwrap().join(", "));
}
