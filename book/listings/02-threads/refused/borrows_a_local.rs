use std::thread;

fn main() {
    let prices = vec![3, 5, 8];
    let sum = thread::spawn(|| prices.iter().sum::<u32>());
    println!("{:?} cost {}", prices, sum.join().unwrap());
}
