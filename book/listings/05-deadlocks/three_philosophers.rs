use std::sync::Mutex;
use std::thread;

type Fork = Mutex<()>;

fn dine(left: &Fork, right: &Fork) {
    let _left = left.lock().unwrap();
    let _right = right.lock().unwrap();
}

pub fn main() {
    let red = Fork::new(());
    let green = Fork::new(());
    let blue = Fork::new(());
    thread::scope(|s| {
        s.spawn(|| dine(&red, &green));
        s.spawn(|| dine(&green, &blue));
        s.spawn(|| dine(&blue, &red));
    });
    println!("all have eaten");
}
