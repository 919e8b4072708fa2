use std::fs;
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const PARKED: usize = 1_000;

fn median(runs: usize, start_and_wait: impl Fn()) -> Duration {
    let mut times = Vec::new();
    for _ in 0..runs {
        let start = Instant::now();
        start_and_wait();
        times.push(start.elapsed());
    }
    times.sort();
    times[runs / 2]
}

/// A line of the process's status, in KiB.
fn status(line: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let value = status.lines().find_map(|l| l.strip_prefix(line)).unwrap();
    value.trim_end_matches("kB").trim().parse().unwrap()
}

pub fn main() {
    let thread = median(1001, || thread::spawn(|| ()).join().unwrap());
    let run = || Command::new("true").status().unwrap();
    let child = median(51, || assert!(run().success()));
    println!("a thread, started and joined: {:>4} µs", thread.as_micros());
    println!("a process, started and ended: {:>4} µs", child.as_micros());
    // The first ones bring the allocator's own reserves along, which all later ones share.
    let first = parked(100);
    let before = (status("VmSize:"), status("VmRSS:"));
    let others = parked(PARKED);
    println!("of {PARKED} threads that wait, each takes");
    println!(
        "{:>8} KiB of addresses",
        (status("VmSize:") - before.0) / PARKED
    );
    println!(
        "{:>8} KiB of memory",
        (status("VmRSS:") - before.1) / PARKED
    );
    for thread in first.into_iter().chain(others) {
        thread.thread().unpark();
        thread.join().unwrap();
    }
}

fn parked(count: usize) -> Vec<JoinHandle<()>> {
    let parked = (0..count).map(|_| thread::spawn(thread::park)).collect();
    thread::sleep(Duration::from_millis(200));
    parked
}
