use std::sync::{Condvar, Mutex};
use std::thread;

pub fn main() {
    let (turn, changed) = (Mutex::new('a'), Condvar::new());
    let log = Mutex::new(String::new());
    let execute = |me: char, other: char| {
        for _bytecode in 0..2 {
            let turn = turn.lock().unwrap();
            let mut mine = changed.wait_while(turn, |turn| *turn != me).unwrap();
            log.lock().unwrap().push(me);
            *mine = other;
            changed.notify_one();
        }
    };
    thread::scope(|s| {
        s.spawn(|| execute('a', 'b'));
        s.spawn(|| execute('b', 'a'));
    });
    println!("{}", log.into_inner().unwrap());
}
