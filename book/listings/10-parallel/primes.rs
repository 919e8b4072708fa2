use rayon::prelude::*;

fn is_prime(n: u64) -> bool {
    let mut divisors = (2..n).take_while(|d| d * d <= n);
    n > 1 && !divisors.any(|d| n.is_multiple_of(d))
}

pub fn main() {
    let numbers = 0..500_000_u64;
    let primes = numbers.into_par_iter().filter(|n| is_prime(*n)).count();
    println!("{primes} primes");
}
