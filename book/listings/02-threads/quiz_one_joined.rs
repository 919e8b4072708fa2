use std::thread;

pub fn main() {
    let tea = thread::spawn(|| println!("tea"));
    let cake = thread::spawn(|| println!("cake"));
    tea.join().unwrap();
    drop(cake);
}
