use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

const ADDITIONS: usize = 200_000;

/// Two threads, each adding to the counter that `mine` gives it.
fn add(mine: impl Fn(usize) + Sync) -> Duration {
    let start = Instant::now();
    thread::scope(|s| {
        for worker in 0..2 {
            let mine = &mine;
            s.spawn(move || (0..ADDITIONS).for_each(|_| mine(worker)));
        }
    });
    start.elapsed()
}

pub fn main() {
    let locked = Mutex::new(0);
    // 8 bytes each: the first two share a cache line, the first and the last do not.
    let row: [AtomicU64; 33] = std::array::from_fn(|_| AtomicU64::new(0));
    let bump = |counter: usize| {
        row[counter].fetch_add(1, Relaxed);
    };
    let runs: Vec<_> = (0..15)
        .map(|_| {
            [
                add(|_| *locked.lock().unwrap() += 1),
                add(|_| bump(0)),
                add(|worker| bump(worker)),
                add(|worker| bump(worker * 32)),
            ]
        })
        .collect();
    let best = |way: usize| runs.iter().map(|run| run[way]).min().unwrap().as_secs_f64();
    println!("2 threads on {} cores", thread::available_parallelism().unwrap());
    let ways = ["one lock", "one atomic", "two atomics side by side", "two atomics far apart"];
    for (way, name) in ways.into_iter().enumerate() {
        println!("{name:<25} {:>5.1} ns an addition", best(way) * 1e9 / (2 * ADDITIONS) as f64);
    }
}
