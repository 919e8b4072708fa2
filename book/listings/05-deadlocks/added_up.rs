use std::sync::RwLock;
use std::thread;

struct Prices(RwLock<Vec<u64>>);

impl Prices {
    fn of(&self, item: usize) -> u64 {
        self.0.read().unwrap()[item]
    }

    fn sum(&self) -> u64 {
        let all = self.0.read().unwrap();
        (0..all.len()).map(|item| self.of(item)).sum()
    }
}

pub fn main() {
    let prices = Prices(RwLock::new(vec![4]));
    thread::scope(|s| {
        s.spawn(|| println!("sum: {}", prices.sum()));
        s.spawn(|| prices.0.write().unwrap()[0] = 5);
    });
}
