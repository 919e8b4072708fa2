use std::ops::Range;
use std::thread;

const END: u64 = 500_000;

/// Whether `n` is a prime, and how many divisions it took to find out.
fn is_prime(n: u64) -> (bool, u64) {
    let mut divisions = 0;
    for divisor in (2..n).take_while(|d| d * d <= n) {
        divisions += 1;
        if n.is_multiple_of(divisor) {
            return (false, divisions);
        }
    }
    (n > 1, divisions)
}

fn count(range: Range<u64>) -> (usize, u64) {
    range
        .map(is_prime)
        .fold((0, 0), |(primes, work), (prime, took)| {
            (primes + usize::from(prime), work + took)
        })
}

pub fn main() {
    let quarters = [0, 1, 2, 3].map(|n| n * END / 4..(n + 1) * END / 4);
    let done = thread::scope(|s| {
        let started = quarters.map(|range| s.spawn(|| count(range)));
        started.map(|quarter| quarter.join().unwrap())
    });
    let primes: usize = done.iter().map(|(primes, _)| primes).sum();
    println!("{primes} primes below {END}");
    for (quarter, (_, divisions)) in done.iter().enumerate() {
        println!("quarter {quarter}: {divisions:>8} divisions");
    }
}
