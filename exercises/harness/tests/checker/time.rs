//! The virtual clock: time passes only while every thread waits, so what takes how long is exact.

use crate::table::{Case, right, tests, wrong};
use harness::model::Check;
use report::FindingKind::*;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

fn cases() -> Vec<Case> {
    vec![
        right("8 workers sleep 16 times 20 ms in 40 ms", || {
            sleepers(8, 40)
        })
        .by(few()),
        right("7 workers sleep 16 times 20 ms in 60 ms", || {
            sleepers(7, 60)
        })
        .by(few()),
        right("1 worker sleeps 16 times 20 ms in 320 ms", || {
            sleepers(1, 320)
        })
        .by(few()),
        right("sleeping under a lock is sequential", under_a_lock),
        wrong("sleeping in place of waiting", Panic, sleep_and_hope)
            .by(Check::new().early_timeouts()),
        right("the same, when time limits hold", sleep_and_hope),
        wrong("asleep for ever", Deadlock, || thread::sleep(Duration::MAX)),
        wrong("busy waiting for the time", Livelock, busy).by(Check::new().max_steps(500)),
    ]
}

tests!();

/// These have many threads, and every schedule takes the same time.
fn few() -> Check {
    Check::new().schedules(100).random(100)
}

fn sleepers(workers: usize, expected: u64) {
    let start = Instant::now();
    let items = Arc::new(Mutex::new(16));
    let handles: Vec<_> = (0..workers)
        .map(|_| {
            let items = items.clone();
            thread::spawn(move || {
                while take(&items) {
                    thread::sleep(Duration::from_millis(20));
                }
            })
        })
        .collect();
    for handle in handles {
        handle.join().unwrap();
    }
    assert_eq!(start.elapsed(), Duration::from_millis(expected));
}

fn take(items: &Mutex<u32>) -> bool {
    let mut left = items.lock().unwrap();
    let some = *left > 0;
    *left -= u32::from(some);
    some
}

fn under_a_lock() {
    let start = Instant::now();
    let lock = Mutex::new(());
    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                let _guard = lock.lock().unwrap();
                thread::sleep(Duration::from_millis(10));
            });
        }
    });
    assert_eq!(start.elapsed(), Duration::from_millis(20));
}

fn sleep_and_hope() {
    let done = Arc::new(Mutex::new(false));
    let there = done.clone();
    let worker = thread::spawn(move || *there.lock().unwrap() = true);
    thread::sleep(Duration::from_secs(1));
    assert!(*done.lock().unwrap(), "one second was not enough");
    worker.join().unwrap();
}

fn busy() {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(1) {
        thread::yield_now();
    }
}
