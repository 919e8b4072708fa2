use std::sync::Arc;
use std::thread;

struct Page(&'static str);

impl Drop for Page {
    fn drop(&mut self) {
        let thread = thread::current();
        println!("{} dropped by {}", self.0, thread.name().unwrap_or("?"));
    }
}

pub fn main() {
    let (news, about) = (Arc::new(Page("news")), Arc::new(Page("about")));
    let for_reader = (Arc::clone(&news), Arc::clone(&about));
    drop(news); // the reader has the last one now
    let reader = thread::Builder::new().name("reader".to_owned());
    let reader = reader.spawn(move || drop(for_reader)).unwrap();
    reader.join().unwrap();
    println!("the reader has ended");
    drop(about);
}
