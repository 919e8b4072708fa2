use std::time::Duration;

const CORES: usize = 4;

fn nanos(times: u128, wait: Duration, compute: Duration) -> u128 {
    times * (wait + compute).as_nanos()
}

// ANCHOR: show
fn show(what: &str, per_second: u128, wait: u64, compute: u64) {
    let (wait, compute) = (Duration::from_millis(wait), Duration::from_millis(compute));
    let needed = nanos(per_second, wait, compute).div_ceil(1_000_000_000);
    let useful = nanos(CORES as u128, wait, compute).div_ceil(compute.as_nanos());
    println!("{what:<9} {per_second:>6} {wait:>6.0?} {compute:>7.0?} {needed:>6} {useful:>6}");
}
// ANCHOR_END: show

pub fn main() {
    println!("{CORES} cores   a sec.   wait compute needed useful");
    show("pages", 100, 90, 10);
    show("archive", 20, 990, 10);
    show("resize", 30, 0, 100);
    println!("min(32, cores + 4) = {}", (CORES + 4).min(32));
    println!("2 to 5 times the cores = {} to {}", 2 * CORES, 5 * CORES);
}
