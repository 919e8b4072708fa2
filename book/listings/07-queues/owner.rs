use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;

/// Every method that the map had for others.
enum Request {
    Insert(u32, u32),
    /// What returned something brings a way back.
    Get(u32, Sender<Option<u32>>),
}

/// Owns the map: no lock, and no other thread that could see it half changed.
fn owner(requests: Receiver<Request>) {
    let mut doubled = BTreeMap::new();
    for request in requests {
        match request {
            Request::Insert(number, double) => _ = doubled.insert(number, double),
            Request::Get(number, reply) => _ = reply.send(doubled.get(&number).copied()),
        }
    }
}

pub fn main() {
    let (ask, requests) = mpsc::channel();
    thread::spawn(move || owner(requests));
    thread::scope(|s| {
        for number in [20, 21] {
            let ask = ask.clone();
            s.spawn(move || ask.send(Request::Insert(number, 2 * number)).unwrap());
        }
    });
    let (reply, answer) = mpsc::channel();
    ask.send(Request::Get(21, reply)).unwrap();
    println!("{:?}", answer.recv());
}
