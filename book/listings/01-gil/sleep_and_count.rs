use super::big_lock::{Gil, GilGuard};
use std::thread;
use std::time::{Duration, Instant};

const BYTECODE: Duration = Duration::from_millis(5);
const INTERVAL: u32 = 2;

type Job = fn(&mut GilGuard);

fn sleep(key: &mut GilGuard) {
    key.allow_threads(|| thread::sleep(4 * BYTECODE));
}

fn count(key: &mut GilGuard) {
    for _bytecode in 0..4 {
        thread::sleep(BYTECODE); // with the key in hand
        key.tick();
    }
}

fn count_in_native_code(key: &mut GilGuard) {
    key.allow_threads(|| thread::sleep(4 * BYTECODE));
}

/// How long two threads take for a job each.
fn millis(job: Job, keys: [&Gil; 2]) -> u128 {
    let start = Instant::now();
    thread::scope(|s| keys.map(|gil| s.spawn(|| job(&mut gil.enter()))).map(drop));
    start.elapsed().as_millis()
}

pub fn main() {
    let jobs: [(&str, Job); 3] = [
        ("sleep", sleep),
        ("count", count),
        ("native code", count_in_native_code),
    ];
    let [one, other] = [Gil::new(INTERVAL), Gil::new(INTERVAL)];
    let times = jobs.map(|(name, job)| {
        let (one_key, a_key_each) = (millis(job, [&one, &one]), millis(job, [&one, &other]));
        format!("{name} {one_key} and {a_key_each} ms")
    });
    println!("{}", times.join(", "));
}
