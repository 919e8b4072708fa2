use std::sync::Mutex;
use std::thread;
use std::time::Duration;

pub fn main() {
    let key = Mutex::new(String::new());
    let execute = |name: char| {
        for _bytecode in 0..2 {
            let mut log = key.lock().unwrap();
            thread::sleep(Duration::from_millis(1));
            log.push(name);
        } // lets go of the key, so that the other thread can have it
    };
    thread::scope(|s| {
        s.spawn(|| execute('a'));
        s.spawn(|| execute('b'));
    });
    println!("{}", key.into_inner().unwrap());
}
