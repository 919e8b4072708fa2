use std::thread;
use std::time::{Duration, Instant};

fn fetch(page: &str, millis: u64) -> String {
    thread::sleep(Duration::from_millis(millis));
    format!("<h1>{page}</h1>")
}

pub fn main() {
    let start = Instant::now();
    let mut started = Vec::new();
    for (page, millis) in [("tea", 2000), ("coffee", 1500), ("cocoa", 1000)] {
        let thread = thread::Builder::new().name(page.to_string());
        started.push(thread.spawn(move || fetch(page, millis)).unwrap());
    }
    for thread in started {
        let name = thread.thread().name().unwrap().to_owned();
        let text = thread.join().unwrap();
        println!("{name} {}", text.len());
    }
    println!("3 pages in {:?}", start.elapsed());
}
