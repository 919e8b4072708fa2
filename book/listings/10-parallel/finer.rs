const END: u64 = 500_000;
const WORKERS: usize = 4;

/// How many divisions it takes to find out whether `n` is a prime.
fn divisions(n: u64) -> u64 {
    let tried = (2..n).take_while(|d| d * d <= n);
    match tried.clone().find(|d| n.is_multiple_of(*d)) {
        Some(divisor) => divisor - 1,
        None => tried.count() as u64,
    }
}

/// What the busiest worker has to do, if whoever is done takes the next piece.
fn span(pieces: &[u64]) -> u64 {
    let mut workers = [0; WORKERS];
    for piece in pieces {
        *workers.iter_mut().min().unwrap() += piece;
    }
    *workers.iter().max().unwrap()
}

pub fn main() {
    let numbers: Vec<u64> = (0..END).map(divisions).collect();
    let work: u64 = numbers.iter().sum();
    println!("pieces   divisions in a row   four workers at most");
    for pieces in [1, 4, 5, 16, 100, 5_000] {
        let size = numbers.len().div_ceil(pieces);
        let cut: Vec<u64> = numbers.chunks(size).map(|p| p.iter().sum()).collect();
        let span = span(&cut);
        let faster = work as f64 / span as f64;
        println!("{pieces:>6} {span:>20} {faster:>16.2} times as fast");
    }
}
