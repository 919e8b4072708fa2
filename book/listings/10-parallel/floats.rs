/// As pieces of this size add up: each for itself, then their sums.
fn in_pieces(values: &[f64], size: usize) -> f64 {
    values.chunks(size).map(|p| p.iter().sum::<f64>()).sum()
}

pub fn main() {
    let values: Vec<f64> = (1..=1_000_000).map(|n| 1.0 / f64::from(n)).collect();
    println!("one loop            {}", values.iter().sum::<f64>());
    println!("backwards           {}", values.iter().rev().sum::<f64>());
    println!("pieces of 250,000   {}", in_pieces(&values, 250_000));
    println!("pieces of 1,000     {}", in_pieces(&values, 1_000));
}
