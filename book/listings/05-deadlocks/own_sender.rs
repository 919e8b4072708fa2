use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (tell, told) = mpsc::channel();
    for page in ["tea", "coffee"] {
        let tell = tell.clone();
        thread::spawn(move || tell.send(page.len()).unwrap());
    }
    let letters: usize = told.iter().sum();
    println!("{letters} letters");
}
