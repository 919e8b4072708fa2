use std::thread;
use std::time::Duration;

fn fetch(page: &str, millis: u64) {
    thread::sleep(Duration::from_millis(millis));
    println!("{page} fetched");
}

pub fn main() {
    for (page, millis) in [("tea", 2000), ("coffee", 1500), ("cocoa", 1000)] {
        thread::spawn(move || fetch(page, millis));
    }
    println!("3 pages wanted");
}
