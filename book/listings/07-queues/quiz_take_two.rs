use std::sync::mpsc;
use std::thread;

pub fn main() {
    let (sender, numbers) = mpsc::channel();
    thread::scope(|s| {
        for n in [1, 2] {
            let sender = sender.clone();
            s.spawn(move || sender.send(n).unwrap());
        }
        let sum: u32 = numbers.iter().take(2).sum();
        println!("{sum}");
    });
}
