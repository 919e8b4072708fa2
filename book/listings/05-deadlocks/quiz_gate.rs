use std::sync::Mutex;
use std::thread;

/// At the gate, an account each in any order; behind it, both are held.
fn transfer(gate: &Mutex<()>, from: &Mutex<i64>, to: &Mutex<i64>, amount: i64) {
    let at_the_gate = gate.lock().unwrap();
    let mut payer = from.lock().unwrap();
    let mut payee = to.lock().unwrap();
    drop(at_the_gate);
    *payer -= amount;
    *payee += amount;
}

pub fn main() {
    let gate = Mutex::new(());
    let (ann, bob) = (Mutex::new(100), Mutex::new(100));
    thread::scope(|s| {
        s.spawn(|| transfer(&gate, &ann, &bob, 30));
        s.spawn(|| transfer(&gate, &bob, &ann, 20));
    });
    println!("{} and {}", ann.lock().unwrap(), bob.lock().unwrap());
}
