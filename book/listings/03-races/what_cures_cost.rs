use std::hint::{black_box, spin_loop};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::{Duration, Instant};

const ADDITIONS: u32 = 10_000;
const BURSTS: usize = 101;
/// Of both threads.
const ALL: u64 = 2 * BURSTS as u64 * ADDITIONS as u64;

/// The median nanoseconds of an addition, of bursts in which two threads add at the same time; and their subtotals' sum.
fn addition(add: impl Fn(&mut u64) + Sync) -> (f64, u64) {
    let arrived = AtomicUsize::new(0);
    let bursts = || {
        let mut subtotal = 0;
        let burst = |n| {
            // Spinning, so that both threads have a core when the burst begins.
            arrived.fetch_add(1, Relaxed);
            while arrived.load(Relaxed) < 2 * (n + 1) {
                spin_loop();
            }
            let start = Instant::now();
            (0..ADDITIONS).for_each(|_| add(&mut subtotal));
            start.elapsed()
        };
        let times: Vec<Duration> = (0..BURSTS).map(burst).collect();
        (times, subtotal)
    };
    let [one, two] =
        thread::scope(|s| [s.spawn(bursts), s.spawn(bursts)].map(|t| t.join().unwrap()));
    let mut times = [one.0, two.0].concat();
    times.sort();
    (
        times[BURSTS].as_nanos() as f64 / f64::from(ADDITIONS),
        one.1 + two.1,
    )
}

fn subtotals() -> f64 {
    let (time, total) = addition(|subtotal| *subtotal = black_box(*subtotal + 1));
    assert_eq!(total, ALL);
    time
}

fn atomic() -> f64 {
    let total = AtomicU64::new(0);
    let (time, _) = addition(|_| _ = total.fetch_add(1, Relaxed));
    assert_eq!(total.into_inner(), ALL);
    time
}

fn mutex() -> f64 {
    let total = Mutex::new(0);
    let (time, _) = addition(|_| *total.lock().unwrap() += 1);
    assert_eq!(total.into_inner().unwrap(), ALL);
    time
}

fn channel() -> f64 {
    let (sender, updates) = mpsc::channel::<u64>();
    thread::scope(|s| {
        let owner = s.spawn(move || updates.iter().sum::<u64>());
        let (time, _) = addition(|_| sender.send(1).unwrap());
        drop(sender);
        assert_eq!(owner.join().unwrap(), ALL);
        time
    })
}

pub fn main() {
    println!(
        "2 threads on {} cores",
        thread::available_parallelism().unwrap()
    );
    let cures = [
        ("subtotals", subtotals()),
        ("atomic", atomic()),
        ("mutex", mutex()),
        ("channel", channel()),
    ];
    for (cure, time) in cures {
        println!("{cure:<9} {time:>5.1} ns an addition");
    }
}
