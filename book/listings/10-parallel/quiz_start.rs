use rayon::prelude::*;

pub fn main() {
    // At most one number in a piece, so there are four pieces.
    let pieces = [1, 2, 3, 4].into_par_iter().with_max_len(1);
    println!("{}", pieces.reduce(|| 1, |a, b| a + b));
}
