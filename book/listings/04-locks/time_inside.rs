use harness::gauge::{Meeting, work_and_span};
use harness::{sync::Mutex, thread};

const THREADS: usize = 4;
const JOBS_EACH: usize = 10;

/// How many threads' worth of work can happen at once, if `inside` tenths of each job are done under the lock.
fn parallelism(inside: usize) -> f64 {
    let (items, lock) = (Meeting::new(1), Mutex::new(()));
    let tenths = |count: usize| (0..count).for_each(|_| items.item(|| ()));
    let job = || {
        tenths(10 - inside);
        let _guard = lock.lock().unwrap();
        tenths(inside);
    };
    let program = || {
        thread::scope(|s| {
            for _ in 0..THREADS {
                s.spawn(|| (0..JOBS_EACH).for_each(|_| job()));
            }
        });
    };
    work_and_span(|| (), program).ratio
}

pub fn main() {
    println!("{THREADS} threads");
    for inside in [0, 1, 2, 3, 5, 7, 10] {
        println!(
            "{inside:>2} tenths under the lock: {:.1} at once",
            parallelism(inside)
        );
    }
}
