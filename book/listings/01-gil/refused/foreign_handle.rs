use std::thread;

/// From a C library: only the thread that opened it may use it.
struct Database(*mut u8);

fn query(_database: &Database) {}

fn main() {
    let database = Database(std::ptr::null_mut());
    thread::spawn(move || query(&database)).join().unwrap();
}
