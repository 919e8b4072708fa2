use std::sync::Mutex;
use std::thread;

/// One bytecode, executed with the key of the interpreter in hand.
fn bytecode<R>(interpreter: &Mutex<u32>, execute: impl FnOnce(&mut u32) -> R) -> R {
    execute(&mut interpreter.lock().unwrap())
}

pub fn main() {
    let interpreter = Mutex::new(0);
    let add_one = || {
        let seen = bytecode(&interpreter, |counter| *counter);
        bytecode(&interpreter, |counter| *counter = seen + 1);
    };
    thread::scope(|s| {
        s.spawn(add_one);
        s.spawn(add_one);
    });
    println!("{}", bytecode(&interpreter, |counter| *counter));
}
