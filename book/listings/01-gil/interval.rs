use super::big_lock::Gil;
use std::hint::black_box;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;
use std::time::{Duration, Instant};

/// Each of the two threads executes at least so many bytecodes, and goes on until the other one has, too.
const BYTECODES: u32 = 50_000;
const RUNS: usize = 7;

fn execute(gil: &Gil, finished: &AtomicU32) -> u32 {
    let mut key = gil.enter();
    let mut executed = 0;
    while finished.load(Relaxed) < 2 {
        (0..100).for_each(|n| _ = black_box(n));
        key.tick();
        executed += 1;
        if executed == BYTECODES {
            finished.fetch_add(1, Relaxed);
        }
    }
    executed
}

/// The time that a bytecode takes when two threads compute.
fn bytecode(interval: u32) -> Duration {
    let (gil, finished, start) = (Gil::new(interval), AtomicU32::new(0), Barrier::new(2));
    let run = || {
        start.wait();
        let started = Instant::now();
        (execute(&gil, &finished), started)
    };
    let [one, other] =
        thread::scope(|s| [s.spawn(run), s.spawn(run)].map(|thread| thread.join().unwrap()));
    one.1.min(other.1).elapsed() / (one.0 + other.0)
}

pub fn main() {
    println!("interval   a bytecode takes   the other thread waits");
    for interval in [1, 10, 100, 1_000, 10_000] {
        let mut times: Vec<Duration> = (0..RUNS).map(|_| bytecode(interval)).collect();
        times.sort();
        let (time, wait) = (times[RUNS / 2], times[RUNS / 2] * interval);
        println!(
            "{interval:>8}   {:>13} ns   {:>19} µs",
            time.as_nanos(),
            wait.as_micros()
        );
    }
}
