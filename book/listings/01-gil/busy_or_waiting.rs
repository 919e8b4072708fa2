use std::hint::black_box;
use std::time::{Duration, Instant};
use std::{fs, thread};

/// How long this thread has been on a processor, and how long it has stood in line for one. Linux says so.
fn processor() -> Option<[Duration; 2]> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let mut nanos = stat.split(' ').map_while(|field| field.parse().ok());
    Some([nanos.next()?, nanos.next()?].map(Duration::from_nanos))
}

/// The part of its time in which `job` computes: near 0 it waits, near 1 it computes.
fn computing(job: impl FnOnce()) -> Option<f64> {
    let (start, before) = (Instant::now(), processor()?);
    job();
    let (time, after) = (start.elapsed(), processor()?);
    let (busy, in_line) = (after[0] - before[0], after[1] - before[1]);
    Some(busy.as_secs_f64() / time.saturating_sub(in_line).as_secs_f64())
}

fn wait() {
    thread::sleep(Duration::from_millis(100));
}

fn compute() {
    black_box((0..250_000_000).fold(0_u64, |sum, n| sum ^ black_box(n)));
}

pub fn main() {
    let jobs: [(&str, fn()); 3] = [
        ("waits", wait),
        ("computes", compute),
        ("both", || {
            wait();
            compute();
        }),
    ];
    for (name, job) in jobs {
        match computing(job) {
            Some(part) => println!("{name:<10}{part:>5.1}"),
            None => println!("{name:<10}    ?"),
        }
    }
}
