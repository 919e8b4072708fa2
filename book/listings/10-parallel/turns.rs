const END: u64 = 500_000;

/// How many divisions it takes to find out whether `n` is a prime.
fn divisions(n: u64) -> u64 {
    let tried = (2..n).take_while(|d| d * d <= n);
    match tried.clone().find(|d| n.is_multiple_of(*d)) {
        Some(divisor) => divisor - 1,
        None => tried.count() as u64,
    }
}

pub fn main() {
    println!("thread   numbers        divisions");
    for first in 0..4 {
        let own: Vec<u64> = (first..END).step_by(4).take(3).collect();
        let work: u64 = (first..END).step_by(4).map(divisions).sum();
        println!("{first:>6}   {own:?} {work:>9}");
    }
}
