use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

const ADDITIONS: u32 = 10_000;
const BURSTS: usize = 101;

/// The median nanoseconds of an addition, of bursts in which two threads add at the same time, each where `add` tells it to.
fn addition(add: impl Fn(usize) + Sync) -> f64 {
    let arrived = AtomicUsize::new(0);
    let burst = |worker: usize, n: usize| {
        // Spinning, so that both threads have a core when the burst begins.
        arrived.fetch_add(1, Relaxed);
        while arrived.load(Relaxed) < 2 * (n + 1) {
            std::hint::spin_loop();
        }
        let start = Instant::now();
        (0..ADDITIONS).for_each(|_| add(worker));
        start.elapsed()
    };
    let mut times: Vec<Duration> = thread::scope(|s| {
        s.spawn(|| (0..BURSTS).for_each(|n| _ = burst(0, n)));
        (0..BURSTS).map(|n| burst(1, n)).collect()
    });
    times.sort();
    times[BURSTS / 2].as_nanos() as f64 / f64::from(ADDITIONS)
}

pub fn main() {
    let locked = Mutex::new(0);
    // 8 bytes each: the first two share a cache line, the first and the last do not.
    let row: [AtomicU64; 33] = std::array::from_fn(|_| AtomicU64::new(0));
    let bump = |counter: usize| _ = row[counter].fetch_add(1, Relaxed);
    println!(
        "2 threads on {} cores",
        thread::available_parallelism().unwrap()
    );
    let ways = [
        ("one lock", addition(|_| *locked.lock().unwrap() += 1)),
        ("one atomic", addition(|_| bump(0))),
        ("two atomics side by side", addition(bump)),
        (
            "two atomics far apart",
            addition(|worker| bump(worker * 32)),
        ),
    ];
    for (way, time) in ways {
        println!("{way:<25} {time:>5.1} ns an addition");
    }
}
