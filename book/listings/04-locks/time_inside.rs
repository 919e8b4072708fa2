use std::hint::black_box;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

const JOBS: u64 = 2_000;

/// A tenth of a job's work, about a microsecond.
fn tenth(seed: u64) -> u64 {
    (0..300).fold(seed, |sum, n| black_box(sum ^ n))
}

/// Does all jobs, `inside` tenths of each under the lock.
fn work(threads: u64, inside: u64) -> Duration {
    let total = Mutex::new(0);
    let job = || {
        (inside..10).for_each(|n| {
            black_box(tenth(n));
        });
        let mut total = total.lock().unwrap();
        (0..inside).for_each(|n| *total = tenth(*total + n));
    };
    let start = Instant::now();
    thread::scope(|s| {
        for _ in 0..threads {
            s.spawn(|| (0..JOBS / threads).for_each(|_| job()));
        }
    });
    start.elapsed()
}

pub fn main() {
    println!("2 threads on {} cores", thread::available_parallelism().unwrap());
    println!("inside the lock   as fast as 1 thread");
    for inside in [1, 3, 5, 7, 9] {
        let runs: Vec<_> = (0..9).map(|_| (work(1, inside), work(2, inside))).collect();
        let one = runs.iter().map(|run| run.0).min().unwrap().as_secs_f64();
        let two = runs.iter().map(|run| run.1).min().unwrap().as_secs_f64();
        println!("{inside} tenths of a job   {:.1} times", one / two);
    }
}
