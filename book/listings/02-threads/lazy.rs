use std::thread;
use std::time::{Duration, Instant};

fn fetch(page: &str, millis: u64) -> String {
    thread::sleep(Duration::from_millis(millis));
    format!("<h1>{page}</h1>")
}

pub fn main() {
    let start = Instant::now();
    let pages = vec![("tea", 2000), ("coffee", 1500), ("cocoa", 1000)];
    let bytes: usize = pages
        .into_iter()
        .map(|(page, millis)| thread::spawn(move || fetch(page, millis)))
        .map(|thread| thread.join().unwrap().len())
        .sum();
    println!("{bytes} bytes in {:?}", start.elapsed());
}
