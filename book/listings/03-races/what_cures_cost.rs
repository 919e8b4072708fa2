use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

const THREADS: u64 = 2;
const ADDITIONS: u64 = 100_000;

fn in_all_threads(add: impl Fn() + Sync) {
    thread::scope(|s| (0..THREADS).for_each(|_| drop(s.spawn(&add))));
}

fn subtotals() -> u64 {
    let count = || (0..ADDITIONS).fold(0, |sum, _| black_box(sum + 1));
    thread::scope(|s| {
        let counters: Vec<_> = (0..THREADS).map(|_| s.spawn(count)).collect();
        counters
            .into_iter()
            .map(|counter| counter.join().unwrap())
            .sum()
    })
}

fn atomic() -> u64 {
    let total = AtomicU64::new(0);
    in_all_threads(|| (0..ADDITIONS).for_each(|_| _ = total.fetch_add(1, Relaxed)));
    total.into_inner()
}

fn mutex() -> u64 {
    let total = Mutex::new(0);
    in_all_threads(|| (0..ADDITIONS).for_each(|_| *total.lock().unwrap() += 1));
    total.into_inner().unwrap()
}

fn channel() -> u64 {
    let (sender, updates) = mpsc::channel();
    thread::scope(|s| {
        for sender in vec![sender; THREADS as usize] {
            s.spawn(move || (0..ADDITIONS).for_each(|_| sender.send(1).unwrap()));
        }
        updates.iter().sum()
    })
}

fn time(count: fn() -> u64) -> Duration {
    let start = Instant::now();
    assert_eq!(count(), THREADS * ADDITIONS);
    start.elapsed()
}

pub fn main() {
    let cures: [(&str, fn() -> u64); 4] = [
        ("subtotals", subtotals),
        ("atomic", atomic),
        ("mutex", mutex),
        ("channel", channel),
    ];
    // Interleaved, so that a busy moment of the machine hits all four.
    let runs: Vec<_> = (0..15)
        .map(|_| cures.map(|(_, count)| time(count)))
        .collect();
    let best = |cure: usize| {
        runs.iter()
            .map(|run| run[cure])
            .min()
            .unwrap()
            .as_secs_f64()
    };
    let cores = thread::available_parallelism().unwrap();
    println!("{THREADS} threads, {cores} cores");
    for (cure, (name, _)) in cures.into_iter().enumerate() {
        let nanos = best(cure) * 1e9 / (THREADS * ADDITIONS) as f64;
        println!(
            "{name:<10} {nanos:>6.1} ns an addition, {:>5.1} times the subtotals",
            best(cure) / best(0)
        );
    }
}
