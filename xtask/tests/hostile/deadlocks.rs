use std::sync::Mutex;

pub fn add(a: u64, b: u64) -> u64 {
    let sum = Mutex::new(a + b);
    let _first = sum.lock().unwrap();
    *sum.lock().unwrap()
}
