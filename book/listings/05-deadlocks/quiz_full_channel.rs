use std::sync::Mutex;
use std::sync::mpsc::sync_channel;
use std::thread;

pub fn main() {
    let log = Mutex::new(Vec::new());
    let (sender, messages) = sync_channel(1);
    thread::scope(|s| {
        s.spawn(|| {
            for message in messages {
                log.lock().unwrap().push(message);
            }
        });
        let mut entries = log.lock().unwrap();
        entries.push("started");
        for message in ["one", "two", "three"] {
            sender.send(message).unwrap();
        }
        drop((sender, entries));
    });
    println!("{} entries", log.lock().unwrap().len());
}
