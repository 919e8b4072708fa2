use std::thread;

pub fn main() {
    let prices = vec![3, 5, 8];
    let (sum, dearest) = thread::scope(|scope| {
        let sum = scope.spawn(|| prices.iter().sum::<u32>());
        let dearest = scope.spawn(|| prices.iter().max());
        (sum.join().unwrap(), dearest.join().unwrap())
    });
    println!("{prices:?} cost {sum}, the dearest {dearest:?}");
}
