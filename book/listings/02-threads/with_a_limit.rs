use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

pub fn main() {
    let start = Instant::now();
    let (alive, ended) = mpsc::channel::<()>();
    let import = thread::spawn(move || {
        let _alive = alive; // dropped at the thread's end, also in a panic
        thread::sleep(Duration::from_millis(2500));
        4_200
    });
    let second = Duration::from_secs(1);
    while ended.recv_timeout(second) == Err(RecvTimeoutError::Timeout) {
        println!("still busy after {:?}", start.elapsed());
    }
    let rows = import.join().unwrap();
    println!("{rows} rows after {:?}", start.elapsed());
}
