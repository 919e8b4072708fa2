use std::sync::Mutex;
use std::thread;

fn eat(first: &Mutex<()>, second: &Mutex<()>) {
    let _first = first.lock().unwrap();
    let _second = second.lock().unwrap();
}

pub fn main() {
    let [red, green, blue] = [(); 3].map(Mutex::new);
    thread::scope(|s| {
        s.spawn(|| eat(&red, &green));
        s.spawn(|| eat(&green, &blue));
        s.spawn(|| eat(&red, &blue));
    });
    println!("all have eaten");
}
