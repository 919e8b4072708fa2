use std::sync::Mutex;
use std::thread;

/// Object `id` lies in stripe `id % 2`, at place `id / 2`.
struct Heap([Mutex<Vec<char>>; 2]);

impl Heap {
    /// For objects of two stripes; that of the smaller id is locked first.
    fn swap(&self, a: usize, b: usize) {
        let (low, high) = (a.min(b), a.max(b));
        let mut first = self.0[low % 2].lock().unwrap();
        let mut second = self.0[high % 2].lock().unwrap();
        std::mem::swap(&mut first[low / 2], &mut second[high / 2]);
    }
}

pub fn main() {
    let heap = Heap([Mutex::new(vec!['a', 'c']), Mutex::new(vec!['b', 'd'])]);
    thread::scope(|s| {
        s.spawn(|| heap.swap(0, 1));
        s.spawn(|| heap.swap(1, 2));
    });
    println!("swapped");
}
