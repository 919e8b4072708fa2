use std::sync::Mutex;
use std::thread;

pub fn main() {
    let (a, b, c) = (Mutex::new(()), Mutex::new(()), Mutex::new(()));
    let reader = || {
        let at_a = a.lock().unwrap();
        let at_b = b.lock().unwrap();
        drop(at_a);
        let _at_c = c.lock().unwrap();
        drop(at_b);
    };
    let writer = || {
        let _at_c = c.lock().unwrap();
        let _at_a = a.lock().unwrap();
    };
    thread::scope(|s| {
        s.spawn(reader);
        s.spawn(reader);
        s.spawn(writer);
    });
    println!("all are through");
}
