const ITEMS: u64 = 10_000;
const ITEM: u64 = 50; // nanoseconds
const WORKERS: u64 = 4;

/// Nanoseconds until all pieces are done: rounds of four pieces, each with its way there and back.
fn takes(piece: u64, hand_over: u64) -> u64 {
    let rounds = ITEMS.div_ceil(piece).div_ceil(WORKERS);
    rounds * (hand_over + piece * ITEM)
}

pub fn main() {
    println!("one loop      {:>10} ns", ITEMS * ITEM);
    println!("\nin a piece    with 20 µs each   with 200 µs each");
    for piece in [1, 10, 100, 500, 1_250, 2_500, 10_000] {
        let (cheap, dear) = (takes(piece, 20_000), takes(piece, 200_000));
        println!("{piece:>10} {cheap:>15} ns {dear:>15} ns");
    }
}
